/** What `daybook --help` prints. */
export const usage = `Daybook: scheduled reports on your own money data, on your own machine.

usage: daybook run POLICY.json --yes [--as-of INSTANT] [--out DIR] [--json]
       daybook validate POLICY.json [--json]
       daybook demo [--fresh] [--json]
       daybook --help | --version

  run       runs a policy once, with progress on standard error
              --yes      run without a person's approval; only for a database in a temporary folder
              --as-of    the instant that the run is for, such as 2020-04-17T21:00:00Z (default: now)
              --out DIR  also write each report as DIR/<report>.<format>
  validate  shows every issue of a policy, with its place and the way to mend it
  demo      runs the shipped example in a demo folder under the system's temporary folder
              --fresh    empty that folder first

  --json  print one JSON document on standard output

environment: DAYBOOK_DATA_DIR      the folder of the database
             DAYBOOK_KEY           64 hexadecimal digits, the database's key
             DAYBOOK_PASSPHRASE    instead of DAYBOOK_KEY
             DAYBOOK_FILE_FOLDER   the folder that provider "file" reads from
             DAYBOOK_LOG_LEVEL     debug, info, warn (default) or error

exit codes: 0 success · 1 failed · 2 bad usage or invalid input · 3 approval needed · 5 wrong key or damaged
            database · 6 partial · 130 interrupted
`;
