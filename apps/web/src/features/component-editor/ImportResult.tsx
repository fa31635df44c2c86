import { Button, Group, List, Stack, Text } from '@mantine/core'
import type { ComponentImported } from '@stepkey/shared/own-component'
import { Dialog } from '../../ui/dialog/Dialog.tsx'

interface ImportResultProps {
  imported: ComponentImported
  onContinue(): void
}

/** Shows what an import understood, guessed and left out. The draft is saved already. */
export function ImportResult({ imported, onContinue }: ImportResultProps) {
  const { guessed, leftOut, understood } = imported
  return (
    <Dialog title="The draft was created" onClose={onContinue}>
      <Stack gap="md">
        <Text size="sm">Nothing is published yet. Check the draft, and try it with a working key.</Text>
        <NoteList title="Guessed: please check" notes={guessed} />
        <NoteList title="Left out" notes={leftOut} />
        <NoteList title="Understood" notes={understood} />
        <Group justify="flex-end">
          <Button onClick={onContinue} data-autofocus>
            Open the draft
          </Button>
        </Group>
      </Stack>
    </Dialog>
  )
}

function NoteList({ title, notes }: { title: string; notes: ComponentImported['guessed'] }) {
  if (notes.length === 0) return null
  return (
    <div>
      <Text size="sm" fw={600}>
        {title}
      </Text>
      <List size="sm" mt={4}>
        {notes.map(({ at, text }) => (
          <List.Item key={`${at} ${text}`} style={{ overflowWrap: 'anywhere' }}>
            {text}
          </List.Item>
        ))}
      </List>
    </div>
  )
}
