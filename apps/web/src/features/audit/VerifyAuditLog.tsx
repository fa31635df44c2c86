import { Alert, Box, Code, Group, Text } from '@mantine/core'
import type { AuditVerified } from '@stepkey/shared/audit'
import { IconAlertTriangle, IconCircleCheck, IconShieldCheck } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { sentenceOf } from '../../api/api.ts'
import { ErrorText } from '../../ui/feedback/ErrorText.tsx'
import { BusyButton } from '../../ui/inputs/BusyButton.tsx'
import { useApi } from '../../workspace/useApi.ts'

/** Proves that nobody changed, removed or reordered anything. `beside` is what else can be done with the trail. */
export function VerifyAuditLog({ beside }: { beside: ReactNode }) {
  const { trpc } = useApi()
  const check = useMutation(trpc.audit.verify.mutationOptions())
  return (
    <div>
      <Group gap="sm">
        <BusyButton
          variant="default"
          leftSection={<IconShieldCheck size={16} aria-hidden />}
          onClick={() => check.mutate()}
          isWaiting={check.isPending}
        >
          Check the trail
        </BusyButton>
        {beside}
      </Group>
      <div role="status">{check.data && <Result result={check.data} />}</div>
      {check.error && (
        <Box mt="sm">
          <ErrorText>{sentenceOf(check.error)}</ErrorText>
        </Box>
      )}
    </div>
  )
}

const reasons = {
  changed: 'It is not as it was written.',
  missing: 'It is missing.',
  cut_off: 'From there on everything is missing.',
}

function Result({ result }: { result: AuditVerified }) {
  if (result.outcome === 'broken') {
    return (
      <Alert
        color="red"
        icon={<IconAlertTriangle />}
        title={`The trail is broken at entry ${result.seq}`}
        mt="lg"
      >
        {reasons[result.reason]} Somebody changed it in the database. Compare it with a copy that you took
        before.
      </Alert>
    )
  }
  return (
    <Alert
      color="leaf"
      icon={<IconCircleCheck />}
      title={`All ${result.rows} entries are as they were written`}
      mt="lg"
    >
      <Text size="sm">
        Keep this line somewhere else: it shows later whether anything was cut off at the end.
      </Text>
      <Code block mt="xs" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
        {`${result.head.seq} ${result.head.mac}`}
      </Code>
    </Alert>
  )
}
