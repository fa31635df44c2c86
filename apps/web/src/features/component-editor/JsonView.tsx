import { Stack, Text, Textarea } from '@mantine/core'
import type { DefinitionProblem } from '@stepkey/shared/definitions/check-definition'
import { isRecord } from '@stepkey/shared/schema'
import { useState } from 'react'
import type { Json } from './definitionDraft.ts'
import { ProblemList } from './ProblemList.tsx'

interface JsonViewProps {
  definition: Json
  problems: readonly DefinitionProblem[]
  onChange(definition: Json): void
}

/** Edits the whole definition as JSON, also what the form does not show. */
export function JsonView({ definition, problems, onChange }: JsonViewProps) {
  const [text, setText] = useState(() => JSON.stringify(definition, null, 2))
  const [syntaxError, setSyntaxError] = useState<string>()

  function change(next: string) {
    setText(next)
    try {
      const parsed: unknown = JSON.parse(next)
      setSyntaxError(isRecord(parsed) ? undefined : 'A definition is an object: { … }.')
      if (isRecord(parsed)) onChange(parsed)
    } catch (error) {
      setSyntaxError(`This is not valid JSON, so the definition has not changed. ${(error as Error).message}`)
    }
  }

  return (
    <Stack gap="md">
      <Textarea
        label="Definition"
        description={
          <>
            The members are described by{' '}
            <a href="/schemas/component/v1.json" target="_blank" rel="noopener">
              the JSON Schema
            </a>
            .
          </>
        }
        value={text}
        onChange={({ currentTarget }) => change(currentTarget.value)}
        error={syntaxError}
        autosize
        minRows={16}
        maxRows={40}
        spellCheck={false}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 13 } }}
      />
      {problems.length === 0 ? (
        <Text size="sm" c="dimmed">
          The definition has no problems.
        </Text>
      ) : (
        <ProblemList problems={problems} text={text} />
      )}
    </Stack>
  )
}
