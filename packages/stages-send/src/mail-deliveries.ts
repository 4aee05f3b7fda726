import { type ArtifactFormat, EngineError } from '@daybook/kernel';
import type { MailParcel } from './channel.ts';
import { type Delivery, deliveryKey } from './delivery.ts';
import { nameAttachments } from './email/attachment-name.ts';
import { toMailBody } from './email/mail-body.ts';
import type { NamedArtifact } from './read-artifacts.ts';
import type { EmailParams } from './send-params.ts';

/**
 * One mail for each report version and recipient.
 * @throws {EngineError} `step.params-invalid` when the render step did not make a format that the mail needs.
 */
export function planMails(
  params: EmailParams,
  artifacts: readonly NamedArtifact[],
): readonly Delivery<MailParcel>[] {
  return groupByReport(artifacts).flatMap((group) => planReport(params, group));
}

function planReport(
  { to, subject, body: bodyFormat, attach = [] }: EmailParams,
  group: readonly NamedArtifact[],
): readonly Delivery<MailParcel>[] {
  const [main, ...others] = pick(group, bodyFormat, 'body');
  if (main === undefined || others.length > 0) {
    throw unusable(
      group,
      `there are several artifacts of the format "${bodyFormat}"`,
      'Choose another "body"',
    );
  }
  const { artifactId, artifact } = main;
  const body = toMailBody(bodyFormat, artifact.bytes);
  if (body === undefined) {
    throw unusable(
      group,
      `"${bodyFormat}" can't be the text of a mail`,
      'Make it "email", "html" or "csv", and put other formats into "attach"',
    );
  }
  const attachments = nameAttachments(attach.flatMap((format) => pick(group, format, 'attach')));
  const { reportId, version } = artifact;
  return to.map((recipient) => {
    const key = deliveryKey({ reportId, version, channel: 'email', recipient });
    const parcel = { recipient, deliveryKey: key, subject, body, attachments };
    return { artifactId, artifact, channel: 'email', recipient, parcel };
  });
}

function groupByReport(artifacts: readonly NamedArtifact[]): readonly (readonly NamedArtifact[])[] {
  const groups = new Map<string, NamedArtifact[]>();
  for (const named of artifacts) {
    const key = `${named.artifact.reportId} ${named.artifact.version}`;
    groups.set(key, [...(groups.get(key) ?? []), named]);
  }
  return [...groups.values()];
}

function pick(
  group: readonly NamedArtifact[],
  format: ArtifactFormat,
  key: 'body' | 'attach',
): readonly NamedArtifact[] {
  const found = group.filter(({ artifact }) => artifact.format === format);
  if (found.length > 0) return found;
  const there = [...new Set(group.map(({ artifact }) => artifact.format))].join(', ');
  throw unusable(
    group,
    `"${key}" asks for the format "${format}", and the render step made ${there} only`,
    `Add "${format}" to the render step's "formats", or change "${key}"`,
  );
}

function unusable([first]: readonly NamedArtifact[], what: string, advice: string): EngineError {
  return new EngineError(
    'step.params-invalid',
    `Report "${first?.artifact.report ?? ''}" can't be mailed: ${what}; nothing was sent. ${advice}.`,
  );
}
