import { Button, Group, Select, Stack, Text } from '@mantine/core'
import type { CredentialSummary } from '@stepkey/shared/credential'
import type { IncidentReport, IncidentReported } from '@stepkey/shared/incident'
import { IconDownload } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { Dialog } from '../../ui/dialog/Dialog.tsx'
import { useFormInDialog } from '../../ui/dialog/dialogContext.ts'
import { FormFooter } from '../../ui/dialog/FormFooter.tsx'
import { saveFile } from '../../ui/saveFile.ts'
import { isolated } from '../../ui/text/isolated.ts'
import { useApi } from '../../workspace/useApi.ts'
import { useCredentialsChanged } from '../credentials/useCredentialsChanged.ts'
import { partiesIn, toMarkdown } from './incidentReport.ts'

interface ReportIncidentProps {
  credential: CredentialSummary
  onClose(): void
}

/** Freezes a credential whose values leaked, and shows who got them. */
export function ReportIncident({ credential, onClose }: ReportIncidentProps) {
  const [result, setResult] = useState<IncidentReported>()
  return (
    <Dialog title={`The values of “${isolated(credential.name)}” leaked`} onClose={onClose}>
      {result ? (
        <Report of={result} kind={credential.grant ? 'access' : 'key'} onClose={onClose} />
      ) : (
        <IncidentForm credential={credential} onReported={setResult} />
      )}
    </Dialog>
  )
}

const periods = [
  { value: '1', label: 'One day ago' },
  { value: '7', label: '7 days ago' },
  { value: '30', label: '30 days ago' },
  { value: '90', label: '90 days ago' },
  { value: '365', label: 'A year ago' },
]
const DAY = 24 * 3600_000

function IncidentForm({
  credential: { id: credentialId, componentId, methodId, grant },
  onReported,
}: {
  credential: CredentialSummary
  onReported(result: IncidentReported): void
}) {
  const { client, trpc } = useApi()
  const credentialsChanged = useCredentialsChanged()
  const { data: component } = useQuery(trpc.components.get.queryOptions({ componentId }))
  const revoked = component?.methods[methodId]?.canRevoke && (grant ? 'the access' : 'the key')
  const [days, setDays] = useState('30')
  const report = useMutation({
    mutationFn: () => {
      const since = new Date(Date.now() - Number(days) * DAY).toISOString()
      return client.credentials.reportIncident.mutate({ credentialId, since })
    },
    onSuccess: (result) => {
      onReported(result)
      void credentialsChanged()
    },
  })
  useFormInDialog({ isPending: report.isPending, isChanged: false })

  function submit(event: FormEvent) {
    event.preventDefault()
    report.mutate()
  }

  return (
    <form aria-label="Report a leak" onSubmit={submit}>
      <Stack gap="md">
        <Text size="sm">
          Stepkey freezes the credential, so that nothing is issued
          {revoked && `, revokes ${revoked} at the provider`}, and reports which flow engines got its values.
          The report is recorded in the audit log.
        </Text>
        <Select
          label="The values may be known since"
          data={periods}
          value={days}
          allowDeselect={false}
          onChange={(value) => value && setDays(value)}
          data-autofocus
        />
        <FormFooter problem={report.error} isPending={report.isPending}>
          Freeze and report
        </FormFooter>
      </Stack>
    </form>
  )
}

const counted = (count: number, noun: string) => (count === 1 ? `1 ${noun}` : `${count} ${noun}s`)

/** Says what the user does next. */
function nextStep({ revocation }: IncidentReport, kind: 'key' | 'access'): string {
  const renew = kind === 'key' ? 'enter a new one' : 'connect the credential again'
  if (revocation === 'revoked') return `The provider revoked the ${kind}. Next: ${renew}.`
  if (revocation === 'failed')
    return `The provider has not confirmed that it revoked the ${kind}. Stepkey tries again; Home shows it until then. Next: revoke it there if that is urgent, and ${renew}.`
  if (revocation === 'shared')
    return `The ${kind} was not revoked, because another credential depends on it. Next: report that leak, too, and ${renew}.`
  return `Next: revoke the ${kind} at the provider, and ${renew}.`
}

interface ReportProps {
  of: IncidentReported
  kind: 'key' | 'access'
  onClose(): void
}

function Report({ of: reported, kind, onClose }: ReportProps) {
  const { report, sha256 } = reported
  const { flows, keys, addresses } = partiesIn(report)
  const name = `incident-${report.credential.id}`
  const summary = useRef<HTMLParagraphElement>(null)
  // The button that had the focus is gone with the form.
  useEffect(() => summary.current?.focus(), [])
  return (
    <Stack gap="md">
      <Text size="sm" ref={summary} tabIndex={-1}>
        The credential is frozen.{' '}
        {report.issues.length === 0
          ? 'Its values were not issued in this period.'
          : `Its values were issued ${report.hasMore ? 'more than ' : ''}${counted(report.issues.length, 'time')}, to ${counted(flows, 'flow')}, with ${counted(keys, 'API key')}, from ${addresses === 1 ? '1 address' : `${addresses} addresses`}.`}
      </Text>
      <Text size="sm">
        {nextStep(report, kind)} Then unfreeze the credential. Its page lists these steps.
      </Text>
      <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
        SHA-256 of the JSON report, also in the audit log: {sha256}
      </Text>
      <Group gap="sm" justify="flex-end">
        <Button
          variant="default"
          leftSection={<IconDownload size={16} aria-hidden />}
          onClick={() => saveFile(new Blob([toMarkdown(reported)], { type: 'text/markdown' }), `${name}.md`)}
        >
          Markdown
        </Button>
        <Button
          variant="default"
          leftSection={<IconDownload size={16} aria-hidden />}
          onClick={() =>
            saveFile(new Blob([JSON.stringify(report)], { type: 'application/json' }), `${name}.json`)
          }
        >
          JSON
        </Button>
        <Button onClick={onClose}>Close</Button>
      </Group>
    </Stack>
  )
}
