import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tempFolder } from './temp-folder.ts';

/** Where Debian has it; /usr/sbin is not in everybody's PATH. */
const EXIM = '/usr/sbin/exim4';

/**
 * A mail server as a firm has one: Debian's exim4 with a configuration, a spool and a mailbox of its own, on a free port, beside
 * and not in the place of the machine's own. A program speaks with each caller, as inetd would start it, for only root may run
 * exim as a daemon. What it does with an address says the part before the @: `nobody` is refused, `later` is deferred, `gone` is
 * taken and then sent back, everybody else has a mailbox. What goes to `answers@firm.example`, with a tag or without, goes on to
 * `answersPort`.
 */
export async function exim(answersPort: number) {
  const folder = tempFolder();
  const file = folder.file('exim.conf');
  // exim gives up its rights where it is given a configuration of ours, and root without rights it does not like.
  const user = process.getuid?.() === 0 ? userOfExim() : undefined;
  const owner = user ?? { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
  writeFileSync(file, configuration(folder.path, { answersPort, ...owner }));
  mkdirSync(folder.file('spool'));
  mkdirSync(folder.file('log'));
  chmodSync(folder.path, 0o755);
  if (user !== undefined)
    for (const path of [folder.path, folder.file('spool'), folder.file('log'), file])
      chownSync(path, user.uid, user.gid);
  const programs = new Set<ChildProcess>();
  const server = createServer((socket) => {
    const child = spawn(EXIM, ['-C', file, '-bs'], { stdio: ['pipe', 'pipe', 'ignore'], ...user });
    programs.add(child);
    child.on('exit', () => programs.delete(child));
    for (const stream of [socket, child.stdin]) stream.on('error', () => undefined);
    socket.pipe(child.stdin);
    child.stdout.pipe(socket);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const textOf = (name: string) => (existsSync(folder.file(name)) ? readFileSync(folder.file(name), 'utf8') : '');
  return {
    port: (server.address() as AddressInfo).port,
    /** All mails in the mailboxes, as they were delivered, oldest first; one that is only half written is not there yet. */
    delivered(): readonly string[] {
      const whole = textOf('log/main').match(/ T=mailbox$/gm)?.length ?? 0;
      const mails = textOf('mailbox').split(/^From .*\n/m);
      return mails.filter((mail) => mail !== '').slice(0, whole);
    },
    log: () => textOf('log/main'),
    async [Symbol.asyncDispose]() {
      server.close();
      for (const child of programs) child.kill('SIGTERM');
      await Promise.all([...programs].map((child) => once(child, 'exit')));
      // What it forked to deliver something may still be writing.
      rmSync(folder.path, { recursive: true, force: true, maxRetries: 40, retryDelay: 50 });
    },
  };
}

/** From Debian's password file; a machine without the user has no exim either. */
function userOfExim(): { readonly uid: number; readonly gid: number } {
  const [, uid = '', gid = ''] = /^Debian-exim:[^:]*:(\d+):(\d+):/m.exec(readFileSync('/etc/passwd', 'utf8')) ?? [];
  if (uid === '') throw new Error('there is no user Debian-exim: is exim4-daemon-light installed?');
  return { uid: Number(uid), gid: Number(gid) };
}

/** exim 4.96 takes no file name that comes out of a mail, so there is one mailbox for all. */
type Parts = { readonly answersPort: number; readonly uid: number; readonly gid: number };
const configuration = (folder: string, { answersPort, uid, gid }: Parts) => `
primary_hostname = mx.firm.example
exim_user = ${uid}
exim_group = ${gid}
spool_directory = ${folder}/spool
log_file_path = ${folder}/log/%s
untrusted_set_sender = *
local_from_check = false
tls_advertise_hosts =
dsn_advertise_hosts = *
smtputf8_advertise_hosts = *
rfc1413_hosts =
host_lookup =
keep_environment =
add_environment =
deliver_drop_privilege = true
queue_only_load = 1000
acl_smtp_rcpt = rcpt
acl_smtp_data = taken
never_users =

begin acl
rcpt:
  deny  local_parts = nobody
        message = 5.1.1 no such user here
  defer local_parts = later
        message = 4.2.1 the mailbox is busy
  accept
taken:
  accept

begin routers
gone:
  driver = redirect
  local_parts = gone
  allow_fail
  data = :fail: 5.1.1 the mailbox is gone
answers:
  driver = manualroute
  domains = firm.example
  local_parts = answers
  local_part_suffix = +*
  local_part_suffix_optional
  route_list = * 127.0.0.1
  self = send
  transport = on
everybody:
  driver = accept
  transport = mailbox

begin transports
on:
  driver = smtp
  port = ${answersPort}
  allow_localhost
mailbox:
  driver = appendfile
  file = ${folder}/mailbox
  return_path_add
  envelope_to_add
  delivery_date_add

begin retry
* * F,1h,1s
`;
