/** What must come out of no query: a text and a hash that stand in every internal table, in all their spellings. */
export interface Secret {
  readonly text: string;
  /** 64 hex digits. */
  readonly hash: string;
}

export const secret: Secret = {
  text: 'canary-quail-4417',
  hash: '5eedca11'.repeat(8),
};

/** Another one, for a database whose internal rows differ. */
export const otherSecret: Secret = {
  text: 'canary-heron-9023',
  hash: '0ddba115'.repeat(8),
};

const time = '2021-01-04T21:00:00.000Z';

/** Puts the secret into every internal table, in that many rows where rows may repeat. */
export async function plantSecrets(
  run: (sql: string, values: readonly unknown[]) => Promise<unknown>,
  planted: Secret,
  copies = 1,
): Promise<void> {
  for (let copy = 0; copy < copies; copy += 1) {
    for (const [table, values] of plantedRows(planted, copy)) {
      const names = Object.keys(values);
      const marks = names.map((_, index) => `?${index + 1}`);
      await run(
        `INSERT INTO ${table} (${names.join(', ')}) VALUES (${marks.join(', ')})`,
        Object.values(values),
      );
    }
  }
}

/** Rows of the internal tables, parents first. */
function plantedRows(
  { text, hash }: Secret,
  copy: number,
): readonly (readonly [table: string, values: Readonly<Record<string, unknown>>])[] {
  const id = `${text}-${copy}`;
  const sha256 = hash.slice(8) + copy.toString(16).padStart(8, '0');
  const json = JSON.stringify({ secret: text });
  const content = Buffer.from(text);
  return [...policyRows({ id, sha256, json, copy }), ...runRows({ id, sha256, json }), ...outputRows()];

  function outputRows(): readonly (readonly [string, Readonly<Record<string, unknown>>])[] {
    const artifact = { artifact_id: id, report_id: id, version: 1, format: text, name: text, sha256 };
    return [
      ['payloads', { sha256, content_type: text, bytes: content.length, content }],
      ['payload_origins', origin(sha256, text)],
      ['quarantine', { payload_sha256: sha256, ...finding(text, json) }],
      ['reports', { report_id: id, policy_id: id, report: text }],
      [
        'report_versions',
        { report_id: id, title: text, spec: content, snapshot: content, ...version(sha256) },
      ],
      ['artifacts', { ...artifact, render_key: sha256, run_id: id, content, bytes: content.length }],
      ['dry_run_artifacts', { ...artifact, render_key: sha256, run_id: id, content }],
      ['report_delivery', { delivery_id: id, delivery_key: sha256, report_id: id, ...delivery(text) }],
      ['provider_order', { provider: id, rank: 9_000_000 + copy }],
    ];
  }
}

function origin(sha256: string, text: string): Readonly<Record<string, unknown>> {
  return {
    payload_sha256: sha256,
    provider: text,
    dataset: text,
    entity_key: text,
    source: text,
    fetched_at: time,
  };
}

function finding(text: string, json: string): Readonly<Record<string, unknown>> {
  return {
    provider: text,
    dataset: text,
    row_index: 0,
    rule: text,
    value: text,
    raw: json,
    run_id: text,
    step_id: text,
    loaded_at: time,
  };
}

function version(sha256: string): Readonly<Record<string, unknown>> {
  return { version: 1, snapshot_sha256: sha256, content_sha256: sha256, empty: 0, run_id: 'r', as_of: time };
}

function delivery(text: string): Readonly<Record<string, unknown>> {
  return {
    version: 1,
    artifact_id: text,
    channel: text,
    recipient: text,
    run_id: text,
    status: 'sent',
    claimed_at: time,
  };
}

interface Planted {
  readonly id: string;
  readonly sha256: string;
  readonly json: string;
}

function policyRows({
  id,
  sha256,
  json,
  copy,
}: Planted & { readonly copy: number }): readonly (readonly [string, Readonly<Record<string, unknown>>])[] {
  const decision = {
    policy_id: id,
    version: 1,
    verdict: 'approved',
    hash: sha256,
    actor: id,
    decided_at: time,
  };
  const timing = { timing: json, coalesce: 1, enabled: 1, standing: 'ready', accounted_until: time };
  const written = { at: time, actor: id, action: id, subject: id, details: json };
  return [
    ['policies', { policy_id: id, name: id, created_at: time }],
    [
      'policy_versions',
      {
        policy_id: id,
        version: 1,
        document: json,
        document_sha256: sha256,
        created_at: time,
        created_by: id,
      },
    ],
    ['approvals', { sequence: copy + 1, ...decision }],
    ['schedules', { policy_id: id, version: 1, ...timing }],
    ['slots', slot(id)],
    ['settings', { key: id, value: json, updated_at: time }],
    ['tokens', { token_id: id, kind: 'agent', name: id, scopes: '["read"]', sha256, created_at: time }],
    ['quotas', { bucket: id, tokens: 44_179_023, refill_ms: 1, updated_at: time }],
    ['audit_log', { sequence: copy + 1, ...written }],
    ['idempotency', { token_id: id, key: id, route: id, body_sha256: sha256, created_at: time }],
  ];
}

function slot(id: string): Readonly<Record<string, unknown>> {
  return { policy_id: id, scheduled_for: time, version: 1, status: 'skipped', reason: id, recorded_at: time };
}

function runRows({ id, json }: Planted): readonly (readonly [string, Readonly<Record<string, unknown>>])[] {
  const run = {
    policy_id: id,
    policy_version: 1,
    cause: id,
    actor: id,
    scheduled_for: time,
    created_at: time,
  };
  const step = { position: 0, type: id, step_version: 1, status: 'success', attempt: 1, finished_at: time };
  const notice = { kind: 'run_failed', policy_id: id, policy_name: id, message: id, created_at: time };
  return [
    ['pipeline_runs', { run_id: id, ...run, status: 'queued' }],
    ['pipeline_steps', { run_id: id, step_id: id, ...step, output: json }],
    ['run_log', { run_id: id, sequence: 1, at: time, body: json }],
    ['notices', { notice_id: id, ...notice, mail: 'none' }],
  ];
}

/** Whether something that came out holds a secret, plainly or in a spelling that functions of SQL can make. */
export function holdsSecret(output: string, { text, hash }: Secret): boolean {
  const lower = output.toLowerCase();
  const bytes = Buffer.from(text);
  return [text, reversed(text), bytes.toString('hex'), bytes.toString('base64'), hash.slice(8, 40)].some(
    (spelling) => lower.includes(spelling.toLowerCase()),
  );
}

function reversed(text: string): string {
  return Array.from(text).reverse().join('');
}
