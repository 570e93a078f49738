"""A configuration with everything that surrounds an answer: proof, checks, further questions, SMS, a survey."""

HOTLINE = """\
confidential: [jangan direkam]
verification:
  nomor: {title: nomor terdaftar, lookup: warga.nomor, slots: {nik: {type: nik, label: NIK, ask: "NIK Anda?"}}}
  identitas:
    title: NIK dan tanggal lahir
    lookup: warga.cocok
    slots:
      nik: {type: nik, label: NIK, ask: "NIK Anda?"}
      tanggal_lahir: {type: date, label: tanggal lahir, ask: "Tanggal lahir Anda?"}
  kode: {title: kode SMS, lookup: warga.telepon, code: true, slots: {nik: {type: nik, label: NIK, ask: "NIK Anda?"}}}
questionnaires:
  kepuasan:
    active: true
    thanks: "Terima kasih atas nilainya."
    questions:
      puas: {type: choice, label: puas, ask: "Seberapa puas?", choices: {"1": [satu, buruk], "2": [dua, biasa], "3": [tiga, puas]}}
      lagi: {type: choice, label: lagi, ask: "Mau memakai lagi?", choices: {"1": [satu, tidak mau], "2": [dua, mau]}}
follow_ups:
  biaya: [biaya, berapa biaya, bayar berapa]
  lama: [berapa lama, berapa hari]
"""
SERVICE = """\
service: warga
owner: dukcapil
intents:
  bantuan_sosial:
    title: mengecek bantuan sosial
    examples: [cek bansos, bantuan sosial saya cair belum, bansos saya bagaimana, kapan bansos turun, status bantuan sosial]
    verify: [nomor, identitas]
    lookup: warga.bansos
    returns: [status]
    answer: "Bantuan Anda {{ status }}."
  jatah_beras:
    title: mengecek jatah beras
    examples: [cek jatah beras, beras saya sudah ada belum, kapan beras dibagikan, jatah beras keluarga saya, ambil beras kapan]
    verify: identitas
    lookup: warga.beras
    returns: [status]
    answer: "Beras Anda {{ status }}."
  uang_lansia:
    title: mengecek uang lansia
    examples: [cek uang lansia, tunjangan lansia saya, uang lansia ibu saya, tunjangan orang tua cair, dana lansia kapan turun]
    verify: kode
    lookup: warga.lansia
    returns: [status]
    answer: "Uang lansia {{ status }}."
  kartu_sehat:
    title: mengurus kartu sehat
    examples: [urus kartu sehat, bikin kartu sehat, cara dapat kartu sehat, mau kartu sehat, daftar kartu sehat]
    answer: "Bawa KTP ke puskesmas."
    follow_up: {biaya: "Kartu sehat gratis.", lama: "Tiga hari kerja."}
    sms: "Kartu sehat: bawa KTP ke puskesmas."
  lapor_satwa:
    title: melaporkan satwa liar
    examples: [lapor ular masuk rumah, ada monyet liar, lapor satwa liar, buaya di sungai, ada biawak masuk dapur]
    slots:
      satwa: {type: choice, label: satwa, ask: "Satwa apa?", choices: {ular: [], monyet: [], buaya: []}}
      luka: {type: yes_no, label: ada yang luka, ask: "Ada yang terluka?"}
      berapa: {type: quantity, label: jumlah korban, ask: "Berapa orang terluka?", when: "luka == 'ya'"}
    check:
      lookup: satwa.serupa
      returns: [ada, tiket]
      when: "ada == 'ya'"
      ask: "Sudah ada laporan {{ tiket }}. Ikut mendukung?"
      yes: dukung_satwa
    summary: "{{ satwa }}, luka {{ luka }}{% if berapa %}, {{ berapa }} orang{% endif %}. Benar?"
    lookup: satwa.lapor
    returns: [nomor]
    ticket: nomor
    answer: "Nomornya {{ nomor }}."
    sms: "Laporan {{ nomor }}"
  dukung_satwa:
    title: mendukung laporan satwa
    examples: [dukung laporan satwa, saya juga lihat ular itu, ikut melaporkan satwa, mendukung laporan ular, tambah dukungan satwa]
    slots:
      tiket: {type: ticket, label: nomor tiket, ask: "Nomor tiketnya?"}
    lookup: satwa.dukung
    answer: "Dukungan Anda dicatat."
limits:
  hapus_denda:
    title: menghapus denda
    examples: [hapus denda saya, denda saya dihapus dong, minta denda dihapuskan, hilangkan denda, bebaskan denda saya]
    say: "Denda hanya dapat dihapus oleh Badan Pendapatan Daerah."
"""
