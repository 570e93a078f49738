"""Does what an agent has dialled about themselves, and says what they are told of it."""

from __future__ import annotations

import logging

from sqlalchemy.exc import SQLAlchemyError

from ivr import agent_sentences as sentences
from ivr.agent_codes import Break, Ready, SignOff, SignOn
from ivr.agents import Agents, UnknownAgent
from ivr.queue_settings import Floor
from ivr.records.database import RecordsError
from ivr.standing import Status

log = logging.getLogger(__name__)


async def obey(agents: Agents, floor: Floor, login: str, code: SignOn | SignOff | Break | Ready) -> str:
    """The Indonesian sentence that answers it, also where it could not be done."""
    try:
        return await _do(agents, floor, login, code)
    except UnknownAgent:
        return sentences.NOT_AN_AGENT
    except (RecordsError, SQLAlchemyError, OSError) as error:
        log.error("what an agent dialled cannot be recorded: %s", type(error).__name__)
        return sentences.NOT_RECORDED


async def _do(agents: Agents, floor: Floor, login: str, code: SignOn | SignOff | Break | Ready) -> str:
    match code:
        case SignOn():
            await agents.sign_on(login)
            standing = agents.standing(login)
            if standing is not None and standing.status is Status.PAUSED:
                return sentences.on_break(standing.reason)
            queues = standing.queues if standing is not None else ()
            return sentences.signed_on([floor.queues[queue].title for queue in queues if queue in floor.queues])
        case SignOff():
            await agents.sign_off(login)
            return sentences.SIGNED_OFF
        case Break() if code.number > len(floor.pauses):
            return sentences.no_such_break(floor.pauses)
        case Break():
            reason = floor.pauses[code.number - 1]
            await agents.pause(login, reason)
            return sentences.on_break(reason)
        case Ready():
            await agents.ready(login)
            return sentences.READY
