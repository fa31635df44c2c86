import { Alert, Group, Paper, Stack, Text, Title } from '@mantine/core'
import type { ComponentTried } from '@stepkey/shared/own-component'
import type { Verification } from '@stepkey/shared/verification'
import { IconCircleCheck, IconCircleX } from '@tabler/icons-react'
import { FormError } from '../../ui/feedback/FormError.tsx'
import { LiveRegion } from '../../ui/feedback/LiveRegion.tsx'
import { BusyButton } from '../../ui/inputs/BusyButton.tsx'
import { ResponsePicker } from './ResponsePicker.tsx'
import classes from './TrialPanel.module.css'

interface TrialPanelProps {
  isPending: boolean
  error: unknown
  result: ComponentTried | undefined
  /** Whether the method has a trial that still counts. */
  isProven: boolean
  onTry(): void
  onPickIdentity(pointer: string): void
}

/** Tries the verification with the values of the preview and with spoilt ones, and shows both results. */
export function TrialPanel({ isPending, error, result, isProven, onTry, onPickIdentity }: TrialPanelProps) {
  return (
    <Paper withBorder radius="lg" p="md" component="section" aria-label="Trial">
      <Stack gap="md">
        <div>
          <Title order={2}>Trial</Title>
          <Text size="sm" c="dimmed">
            Enter working values into the form above. Stepkey sends the verification with them, and once more
            with altered secrets. The values are not stored.
          </Text>
        </div>
        <Group>
          <BusyButton isWaiting={isPending} onClick={onTry} variant="default">
            {isPending ? 'Trying …' : 'Try'}
          </BusyButton>
          {!result && isProven && <Text size="sm">A trial has proved this method.</Text>}
        </Group>
        <FormError of={error} />
        <LiveRegion>
          {result && (
            <Alert color={result.proves ? 'leaf' : 'amber'} title={summaryOf(result)} role="presentation">
              {result.advice ?? 'This method can be published.'}
            </Alert>
          )}
        </LiveRegion>
        {result && (
          <>
            <table aria-label="Results of the trial" className={classes.results}>
              <thead>
                <tr>
                  <th scope="col">Values</th>
                  <th scope="col">Expected</th>
                  <th scope="col">Result</th>
                </tr>
              </thead>
              <tbody>
                <ResultRow
                  values="Working"
                  expected="Accepted"
                  isExpected={result.good.outcome === 'verified' || result.good.outcome === 'limited'}
                  verification={result.good}
                />
                <ResultRow
                  values="Spoilt"
                  expected="Rejected"
                  isExpected={result.spoilt.outcome === 'rejected'}
                  verification={result.spoilt}
                />
              </tbody>
            </table>
            {result.response?.json !== undefined && (
              <ResponsePicker json={result.response.json} onPick={onPickIdentity} />
            )}
          </>
        )}
      </Stack>
    </Paper>
  )
}

const summaryOf = ({ proves }: ComponentTried) =>
  proves ? 'The verification tells working values from spoilt ones.' : 'The trial proves nothing yet.'

interface ResultRowProps {
  values: string
  expected: string
  isExpected: boolean
  verification: Verification
}

function ResultRow({ values, expected, isExpected, verification }: ResultRowProps) {
  const Icon = isExpected ? IconCircleCheck : IconCircleX
  return (
    <tr>
      <th scope="row">{values}</th>
      <td>{expected}</td>
      <td>
        <Group gap={6} wrap="nowrap" align="flex-start">
          <Icon
            size={16}
            style={{ flex: 'none', marginTop: 3 }}
            color={`var(--mantine-color-${isExpected ? 'leaf' : 'red'}-text)`}
            aria-label={isExpected ? 'As expected' : 'Not as expected'}
          />
          <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
            {verification.message}
          </Text>
        </Group>
      </td>
    </tr>
  )
}
