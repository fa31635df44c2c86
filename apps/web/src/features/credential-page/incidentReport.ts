import type { IncidentReport, IncidentReported } from '@stepkey/shared/incident'

/** The parties that got the values, for a short summary. */
export function partiesIn({ issues }: IncidentReport): { flows: number; keys: number; addresses: number } {
  const count = (values: (string | null)[]) => new Set(values.filter((value) => value !== null)).size
  return {
    flows: count(issues.map(({ flowId }) => flowId)),
    keys: count(issues.map(({ actorId }) => actorId)),
    addresses: count(issues.map(({ address }) => address)),
  }
}

/** Escapes what has a meaning in a Markdown table, because names are free text. */
const cell = (text: string | number | null) =>
  String(text ?? '–')
    .replace(/[\\|`*_<>[\]#]/g, '\\$&')
    .replace(/\s+/g, ' ')

const revocations = {
  revoked: 'The provider revoked it.',
  not_offered: 'The provider has no revocation. Remove the access there.',
  failed:
    'The provider did not confirm the revocation at once. Revoke it there, or see in Stepkey whether a later attempt succeeded.',
  shared: 'The access was not revoked, because other credentials depend on it.',
}

/** Returns a report as Markdown. */
export function toMarkdown({ report, sha256 }: IncidentReported): string {
  const { credential, since, reportedAt, revocation, issues, hasMore } = report
  const rows = issues.map(({ at, flowName, flowId, generation, actorName, actorId, address }) =>
    [at, flowName ?? flowId, generation, actorName ?? actorId, address].map(cell).join(' | '),
  )
  return [
    `# Incident: ${cell(credential.name)}`,
    '',
    `- Credential: ${cell(credential.name)} (${cell(credential.componentId)}, ${credential.id}), generation ${credential.generation}`,
    ...(credential.identity ? [`- Account: ${cell(credential.identity)}`] : []),
    `- Period: ${since} to ${reportedAt}`,
    `- ${revocation ? revocations[revocation] : 'Revoke the key at the provider.'}`,
    `- SHA-256 of the JSON report, also in the audit log: ${sha256}`,
    '',
    issues.length === 0 ? 'The values were not issued in this period.' : '## Issues',
    ...(issues.length > 0
      ? [
          '',
          '| time | flow | generation | API key | address |',
          '|---|---|---|---|---|',
          ...rows.map((row) => `| ${row} |`),
        ]
      : []),
    ...(hasMore ? ['', 'There were more issues. See the audit log.'] : []),
    '',
  ].join('\n')
}
