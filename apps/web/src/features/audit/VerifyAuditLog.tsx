import { Alert, Box, Code, Group, Text } from '@mantine/core'
import type { AuditVerified } from '@stepkey/shared/audit'
import { IconAlertTriangle, IconCircleCheck, IconShieldCheck } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { sentenceOf } from '../../api/api.ts'
import { ErrorText } from '../../ui/feedback/ErrorText.tsx'
import { BusyButton } from '../../ui/inputs/BusyButton.tsx'
import { useApi } from '../../workspace/useApi.ts'

/** Verifies the hash chain of the audit log, which detects changed, removed and reordered entries. */
export function VerifyAuditLog({ otherActions }: { otherActions: ReactNode }) {
  const { trpc } = useApi()
  const verification = useMutation(trpc.audit.verify.mutationOptions())
  return (
    <div>
      <Group gap="sm">
        <BusyButton
          variant="default"
          leftSection={<IconShieldCheck size={16} aria-hidden />}
          onClick={() => verification.mutate()}
          isWaiting={verification.isPending}
        >
          Verify audit log
        </BusyButton>
        {otherActions}
      </Group>
      <div role="status">{verification.data && <Result result={verification.data} />}</div>
      {verification.error && (
        <Box mt="sm">
          <ErrorText>{sentenceOf(verification.error)}</ErrorText>
        </Box>
      )}
    </div>
  )
}

function describeProblem({ seq, reason, lastSeq }: Extract<AuditVerified, { outcome: 'broken' }>): string {
  switch (reason) {
    case 'changed':
      return 'The entry was changed after it was written.'
    case 'missing':
      return 'The entry is missing.'
    case 'replaced':
      return 'The entries up to this one were replaced after the server had stored their head outside the database.'
    case 'cut_off':
      return lastSeq === undefined
        ? 'All entries from there on are missing.'
        : `The entries after ${seq - 1} up to ${lastSeq} are missing.`
  }
}

function Result({ result }: { result: AuditVerified }) {
  if (result.outcome === 'broken') {
    return (
      <Alert
        color="red"
        icon={<IconAlertTriangle />}
        title={`The audit log is broken at entry ${result.seq}`}
        mt="lg"
      >
        {describeProblem(result)} The change was made directly in the database. Compare the log with an
        earlier export.
      </Alert>
    )
  }
  return (
    <Alert color="leaf" icon={<IconCircleCheck />} title={`All ${result.rows} entries are intact`} mt="lg">
      <Text size="sm">
        {result.storedHead
          ? `The log matches the head of entry ${result.storedHead.seq}, which the server stored outside the database.`
          : 'The server has stored no head outside the database yet, so entries may have been removed from the end.'}{' '}
        Store this line outside Stepkey. With it you can detect later whether entries were removed from the
        end.
      </Text>
      <Code block mt="xs" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
        {`${result.head.seq} ${result.head.mac}`}
      </Code>
    </Alert>
  )
}
