import type { ReportSummary, RouteOutput, routes } from '@daybook/api-contract';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useSearchParams } from 'wouter';
import { useClient } from '../api/client-context.tsx';
import { deliveriesQuery, reportsQuery, reportVersionQuery } from '../api/queries.ts';
import { previewLink } from '../links.ts';
import { Answer } from '../parts/answer.tsx';
import { ArtifactList } from '../parts/artifact-list.tsx';
import { DeliveryTable } from '../parts/delivery-table.tsx';
import { Empty } from '../parts/empty.tsx';
import { Field } from '../parts/field.tsx';
import { Loading } from '../parts/loading.tsx';
import { Moment } from '../parts/moment.tsx';
import { PageHeading } from '../parts/page-heading.tsx';
import { Section } from '../parts/section.tsx';

/** One report: a version as a page, its files, and who got it. */
export function ReportPage({ id }: { readonly id: string }) {
  const reports = useQuery(reportsQuery(useClient()));
  return (
    <Answer query={reports} what="the report" pageTitle="Report">
      {({ items }) => {
        const report = items.find((entry) => entry.id === id);
        return report === undefined ? <Missing /> : <ReportView report={report} />;
      }}
    </Answer>
  );
}

function Missing() {
  return (
    <PageHeading title="No such report" kicker={<Link href="/reports">Reports</Link>}>
      <p>It is not among the newest reports of this Daybook.</p>
    </PageHeading>
  );
}

function ReportView({ report }: { readonly report: ReportSummary }) {
  const [search, setSearch] = useSearchParams();
  const asked = Number(search.get('version'));
  const version = report.versions.includes(asked) ? asked : report.newest.version;
  const shown = useQuery(reportVersionQuery(useClient(), report.id, version));
  return (
    <>
      <PageHeading
        title={report.title}
        kicker={<Link href="/reports">Reports</Link>}
        actions={
          <Field label="Version">
            {(attributes) => (
              <select
                {...attributes}
                value={version}
                onChange={(event) => setSearch({ version: event.target.value }, { replace: true })}
              >
                {report.versions.map((number) => (
                  <option key={number} value={number}>
                    {number === report.newest.version ? `${number} (newest)` : number}
                  </option>
                ))}
              </select>
            )}
          </Field>
        }
      >
        <p className="facts-line">
          Made by{' '}
          <Link href={`/policies/${report.policy_id}`}>
            <bdi>{report.policy_name}</bdi>
          </Link>
        </p>
      </PageHeading>
      <Answer query={shown} what="the version">
        {(answer) => <VersionView version={answer} isOld={shown.isPlaceholderData} />}
      </Answer>
      <Deliveries id={report.id} />
    </>
  );
}

type Version = RouteOutput<typeof routes.getReportVersion>;

function VersionView({ version, isOld }: { readonly version: Version; readonly isOld: boolean }) {
  return (
    <div aria-busy={isOld} className={isOld ? 'waiting' : undefined}>
      <dl className="facts">
        <div>
          <dt>For the instant</dt>
          <dd>
            <Moment at={version.as_of} />
          </dd>
        </div>
        <div>
          <dt>Made in</dt>
          <dd>
            <Link href={`/runs/${version.run_id}`}>this run</Link>
          </dd>
        </div>
        <div>
          <dt>Snapshot</dt>
          <dd>
            <code className="hash" title={version.snapshot_sha256}>
              {version.snapshot_sha256.slice(0, 16)}…
            </code>
          </dd>
        </div>
      </dl>
      <Section title="Preview">
        <Preview key={`${version.id} ${version.version}`} version={version} />
      </Section>
      <Section title="Files">
        {version.artifacts.length === 0 ? (
          <Empty title="No files of this version.">
            <p>A step “render” in the policy makes PDF and HTML of it.</p>
          </Empty>
        ) : (
          <ArtifactList artifacts={version.artifacts} />
        )}
      </Section>
    </div>
  );
}

/** The page runs nothing and can't reach this one: the sandbox gives it no rights at all. */
function Preview({ version }: { readonly version: Version }) {
  const [isLoaded, setLoaded] = useState(false);
  return (
    <div className="preview">
      {!isLoaded && <Loading what="the preview" />}
      <iframe
        title={`${version.title}, version ${version.version}`}
        src={previewLink(version.id, version.version)}
        sandbox=""
        onLoad={() => setLoaded(true)}
      />
    </div>
  );
}

function Deliveries({ id }: { readonly id: string }) {
  const deliveries = useQuery(deliveriesQuery(useClient(), { report_id: id }));
  return (
    <Section title="Deliveries">
      <Answer query={deliveries} what="the deliveries">
        {({ items }) =>
          items.length === 0 ? (
            <Empty title="Nobody got this report.">
              <p>A step “send” in the policy delivers it by mail or into a folder.</p>
            </Empty>
          ) : (
            <DeliveryTable deliveries={items} within="report" />
          )
        }
      </Answer>
    </Section>
  );
}
