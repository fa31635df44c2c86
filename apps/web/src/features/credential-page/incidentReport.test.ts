import type { IncidentReport } from '@stepkey/shared/incident'
import { expect, it } from 'vitest'
import { partiesIn, toMarkdown } from './incidentReport.ts'

const issue = {
  at: '2026-11-30T10:00:00.000Z',
  flowId: 'f1',
  flowName: 'Orders | *all*',
  stepId: 's1',
  generation: 2,
  actorId: 'k1',
  actorName: 'Engine',
  address: '10.0.0.1',
}
const report: IncidentReport = {
  credential: { id: 'c1', componentId: 'http', name: 'Shop\n# fake', identity: null, generation: 2 },
  since: '2026-11-01T00:00:00.000Z',
  reportedAt: '2026-11-30T11:00:00.000Z',
  issues: [issue, { ...issue, flowId: 'f2', flowName: null, actorName: null, address: null }],
  hasMore: true,
}

it('counts the flows, API keys and addresses that got the values', () => {
  expect(partiesIn(report)).toEqual({ flows: 2, keys: 1, addresses: 1 })
})

it('is readable as Markdown, whatever the names are', () => {
  const text = toMarkdown({ report, sha256: 'abc' })
  expect(text).toContain('# Incident: Shop \\# fake\n')
  expect(text.match(/^# /gm)).toHaveLength(1)
  expect(text).toContain(
    '| 2026-11-30T10:00:00.000Z | Orders \\| \\*all\\* | 2 | Engine | 10.0.0.1 |\n' +
      '| 2026-11-30T10:00:00.000Z | f2 | 2 | k1 | – |',
  )
  expect(text).toContain('There were more issues.')
  expect(text).toContain('Revoke the key at the provider.')
  expect(toMarkdown({ report: { ...report, issues: [], hasMore: false }, sha256: 'abc' })).toContain(
    'The values were not issued in this period.',
  )
})
