/**
 * What people call things. Each line is a concept of everyday speech and the words that mean it; several words in a row are
 * written as such, with commas between. A word may stand in several. It says nothing about playbooks: those are found by their own texts, and a
 * concept only joins two words that mean the same.
 */
export const CONCEPTS: Readonly<Record<string, string>> = {
  phone: `
    phone, telephone, call, caller, ring, handset, voicemail, pbx, voip, dial, switchboard, hotline, main number,
    landline, ivr, phone system, phone line, answering machine, mailbox message`,
  menu: `
    menu, ivr, greeting, announcement, welcome message, press 1, press one, press a key, option, call menu, phone
    menu, queue, hold music, call tree, call flow, routing`,
  loop: `
    loop, circle, round and round, endless, merry go round, back to the start, back at the start, back to start,
    start again`,
  misroute: `
    misroute, wrong department, wrong team, wrong place, wrong desk, wrong extension, wrong office, put through,
    putting through, puts through, transfer, redirect, divert, end up, ends up`,
  hangup: `
    hang up, hangs up, cut off, silence, dead air, engaged, busy tone, disconnect, goes dead, no ringing, kicked out`,
  login: `
    login, logon, log in, log on, logging in, logged out, log into, sign in, signin, sign on, sign into, signing in,
    get in, get into, password, credential, locked out, lock out, account locked, sso, access denied, username,
    passcode, authenticate, authentication`,
  mfa: `
    mfa, 2fa, authenticator, code, prompt, token, two factor, second factor, two step, verification, approve
    request, push notification, text message code, one time`,
  directory: 'domain, directory, domain controller, active directory, entra, dc',
  internet: `
    internet, wifi, wi fi, wlan, network, online, offline, connection, connectivity, router, modem, broadband,
    fibre, fiber, lan, website, web, browser, web page, webpage, firewall, carrier, isp, net, line to the internet`,
  load: 'load, open, come up, spin, buffering, time out, timing out',
  mail: 'mail, email, e mail, outlook, inbox, mailbox, exchange, mails',
  cloud: `
    cloud, saas, hosted, 365, office365, o365, m365, microsoft, teams, sharepoint, onedrive, google workspace,
    gmail, salesforce, hubspot, dropbox, zoom, slack, xero, quickbooks online, web app, web application, online
    service, status page, app, booking system, crm, outlook, exchange online, hosted service, service unavailable,
    service`,
  chat: 'chat, teams, slack, messages',
  file: 'file, document, doc, docs, folder, spreadsheet, excel, pdf, scan, photo',
  share: `
    share, shared drive, drive, network drive, mapped drive, file server, nas, file share, folder, s drive, p drive,
    x drive, z drive, h drive`,
  ransom: `
    ransom, ransomware, encrypt, bitcoin, crypto, extension, file extension, gibberish, scramble, unreadable,
    garbled, rename, funny name, strange name, weird name, odd name, funny ending, ransom note, hacked, hacker,
    virus, malware, locked files, pay to get, decrypt, attacker, new ending`,
  protection: 'antivirus, anti virus, defender, security tool, endpoint protection, edr, security software',
  server: `
    server, host, virtual host, vm, virtual machine, hypervisor, esx, vmware, hyper v, database, db, machine room,
    server room, blade`,
  disk: 'disk, raid, storage, disc, hard drive, volume, nas, san, ssd, controller, hardware',
  boot: 'boot, start up, startup, switch on, turn on, power on, blue screen, crash, reboot',
  backup: 'backup, back up, restore, recover, recovery, copy from yesterday, get it back',
  damaged: 'corrupt, damaged, deleted, disappear, vanish, missing, lose, wiped, erased, gone, empty',
  update: `
    update, upgrade, patch, release, version, rollout, roll out, new version, migration, went live, go live, deploy,
    deployment, service pack, changed overnight, hotfix`,
  dataflow: `
    sync, integration, interface, link between, import, export, transfer, go through, goes through, data, flow, come
    across, arrive, reach, feed, connector, api, arrives, twice, double, duplicate`,
  payment: `
    payment, card, terminal, gateway, checkout, card machine, card reader, pos, till, transaction, decline, charge,
    pay online, pay by card, contactless, chip and pin, acquirer, stripe, paypal, refund`,
  payroll: 'payroll, wage, salary, payslip, pay run, payday, pay day, paying staff, bureau',
  vendor: `
    vendor, supplier, provider, contractor, bureau, third party, partner, subcontractor, clearinghouse, clearing
    house`,
  insolvent: `
    bust, bankrupt, insolvent, insolvency, liquidation, administration, out of business, shut down for good, closed
    down, cut us off, terminated, suspended, blocked our account, stopped serving`,
  fraud: `
    fraud, fake, scam, impersonate, spoof, wire transfer, wrong account, bank details, bank detail, iban, account
    number, gift card, invoice, phish, fishing, phishing mail, pretend, transfer money, money, bogus, forged`,
  boss: 'boss, ceo, director, cfo, manager, chief, owner, managing director',
  takeover: `
    taken over, compromise, hacked, forwarding, forward rule, forwarding rule, mailbox rule, inbox rule, rule, click
    a link, clicked, typed password, as me, in my name, in our name, spam, someone is in, broke into, unknown sign
    in, sign in from, strange sent items`,
  leak: `
    leak, breach, disclose, wrong person, wrong recipient, wrong client, wrong customer, wrong address, wrong
    patient, stolen, steal, laptop, usb stick, personal data, patient data, client data, customer data,
    confidential, data protection, exposed, published`,
  power: `
    power, electricity, electric, blackout, light, lights out, no lights, fuse, generator, ups, power cut, brownout,
    dark, mains, socket, breaker`,
  building: 'building, office, site, premises, room, floor, ceiling, roof, door',
  disaster: `
    fire, flood, water, evacuate, alarm, police, heating, smoke, gas, burst pipe, pipe, freezing, storm, cordon,
    bomb, fire brigade, firefighter, leaking, wet, cold`,
  unusable: `
    go in, let us in, let in, cant get in the building, get into the building, locked building, no access, closed
    off, sealed off`,
};
