import { Alert, List } from '@mantine/core'
import type { DefinitionProblem } from '@stepkey/shared/definitions/check-definition'
import { lineAt } from './lineAt.ts'

interface ProblemListProps {
  problems: readonly DefinitionProblem[]
  /** The JSON that is shown, to name lines. */
  text?: string
}

/** Lists what prevents the definition from being published. */
export function ProblemList({ problems, text }: ProblemListProps) {
  return (
    <Alert color="amber" title="To be completed before it can be published">
      <List size="sm">
        {problems.map(({ at, message }) => {
          const line = text === undefined ? undefined : lineAt(text, at)
          return (
            <List.Item key={`${at} ${message}`} style={{ overflowWrap: 'anywhere' }}>
              {line !== undefined && `Line ${line}: `}
              {at !== '' && <code>{at}</code>} {message}
            </List.Item>
          )
        })}
      </List>
    </Alert>
  )
}
