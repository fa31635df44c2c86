import { Button, FileButton, Text } from '@mantine/core'
import { IconUpload } from '@tabler/icons-react'
import { useState } from 'react'

/** The largest file, in bytes: a request has at most 1 MiB. */
const LIMIT = 1_000_000

/** Reads a document from a file. */
export function DocumentFile({ onRead }: { onRead(text: string): void }) {
  const [problem, setProblem] = useState<string>()

  async function read(file: File | null) {
    if (!file) return
    const isTooLarge = file.size > LIMIT
    setProblem(isTooLarge ? 'The file is too large. Choose one of at most 1 MB.' : undefined)
    if (!isTooLarge) onRead(await file.text())
  }

  return (
    <div>
      <FileButton accept=".json,.yaml,.yml,application/json,application/yaml" onChange={read}>
        {(props) => (
          <Button {...props} variant="default" size="xs" leftSection={<IconUpload size={14} aria-hidden />}>
            Choose a file
          </Button>
        )}
      </FileButton>
      {problem && (
        <Text size="sm" c="red" role="alert" mt={4}>
          {problem}
        </Text>
      )}
    </div>
  )
}
