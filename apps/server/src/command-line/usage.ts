/** What `daybook --help` prints. */
export const usage = `Daybook: scheduled reports on your own money data, on your own machine.

usage: daybook serve [--port PORT] [--host HOST] [--json]
       daybook mcp [--no-start]
       daybook run POLICY.json|NAME [--dry-run] [--as-of INSTANT] [--out DIR] [--yes] [--json]
       daybook approve NAME [--json]
       daybook validate POLICY.json [--json]
       daybook next CRON --tz ZONE [--from INSTANT] [--count N] [--day-match any|all] [--json]
       daybook schedule [--days 30] [--json]
       daybook backfill NAME --from DATE|INSTANT --until DATE|INSTANT [--yes] [--json]
       daybook policies [show NAME] [--json]
       daybook runs [show ID] [--json]
       daybook sql 'SELECT …'|- [--param NAME=VALUE]… [--json]
       daybook datasets [show NAME] [--json]
       daybook token create --scopes read,author,run [--name NAME] [--json]
       daybook backup FILE [--json]
       daybook restore FILE [--yes] [--json]
       daybook verify [--json]
       daybook key show|change [--json]
       daybook retention [--days 365] [--keep-versions 50] [--apply] [--json]
       daybook service install|status|uninstall [--json]
       daybook power suspend|resume|watch [--json]
       daybook demo [--fresh] [--json]
       daybook --help | --version

  serve     server, scheduler and GUI, until it is stopped; prints a link that signs you in
              --port     where to listen (default: 4310); --host: 127.0.0.1, localhost or ::1
  mcp       MCP server on standard input and output, with an agent's rights; starts a server in the
            background if none runs
              --no-start do not start one
  run       runs a policy once, with progress on standard error; a file is stored first, as a version of the
            policy of its name
              --dry-run  show what it would do, on a copy of the database: nothing is changed or sent, and
                         no approval is needed
              --as-of    the instant that the run is for, such as 2020-04-17T21:00:00Z (default: now)
              --out DIR  also write each report as DIR/<report>.<format>
              --yes      approve it without a person; only for a database in a temporary folder
  approve   shows what a policy does and what changed, and approves it when you type its hash
  validate  shows every issue of a policy, with its place and the way to mend it
  next      shows when a cron expression is due, and what a change of the clocks does to it
              --from     after that instant (default: now); --count: how many (default: 5)
              --day-match  with both day fields: whether a day must match any of them or all
  schedule  shows what became of the latest slots, and what is due in the coming days
  backfill  lists the slots of a stretch of time, and runs those that never ran, one after the other, each for its
            own instant; the same command again goes on where it ended
              --yes      do not ask
  policies  lists the policies, or shows one
  runs      lists the latest runs, or shows one
  sql       asks the datasets one query and prints its rows; "-" reads it from standard input
              --param    gives :NAME a value: a number where it spells one, otherwise text; 'text' in single
                         quotes is always text; :as_of is the present instant unless it is given
  datasets  lists what SQL can read, or shows the columns and newest rows of one dataset
  token     makes a token for an agent and prints it once; it can never approve
  backup    writes an encrypted copy of the database, also while a server runs, and reads it again
  restore   puts a backup in the place of the database, which is kept beside it; not while a server runs
              --yes      do not ask
  verify    reads the whole database and compares it with its hashes; ends with 5 when something is wrong
  key       shows the recovery key to a person, or encrypts the database with a new key or passphrase
  retention shows what nothing leads to any more: payloads older than so many days, and artifacts of all but
            the newest versions of a report
              --apply    remove it
  service   has the server start with your login (systemd or launchd), with the settings below, without secrets
  power     tells the running server that the machine is about to sleep or woke up; watch: each time
  demo      runs the shipped example in a demo folder under the system's temporary folder
              --fresh    empty that folder first

  --json  print one JSON document on standard output

environment: DAYBOOK_DATA_DIR      the folder of the database
             DAYBOOK_KEY           64 hexadecimal digits, the database's key, or its recovery key
             DAYBOOK_PASSPHRASE    instead of DAYBOOK_KEY
             DAYBOOK_PORT          where the server listens (default: 4310)
             DAYBOOK_FILE_FOLDER   the folder that provider "file" reads from
             DAYBOOK_SMTP_URL      the mail server, such as smtps://me%40example.org:password@smtp.example.org,
                                   while none is set up in the GUI
             DAYBOOK_SMTP_FROM     the sender's address (default: the user name of that URL)
             DAYBOOK_LOG_LEVEL     debug, info, warn (default) or error

exit codes: 0 success · 1 failed · 2 bad usage or invalid input · 3 approval needed · 4 quota exceeded · 5 wrong key
            or damaged database · 6 partial · 130 interrupted
`;
