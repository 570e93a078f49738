"""Here so that pytest finds the helpers of this folder (`from virtual_time import ...`)."""
