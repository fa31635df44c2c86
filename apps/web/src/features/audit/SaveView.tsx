import { Button, Stack, Text, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconBookmark } from '@tabler/icons-react'
import { z } from 'zod'
import { useValidatedForm } from '../../forms/useValidatedForm.ts'
import { Dialog } from '../../ui/dialog/Dialog.tsx'
import { FormFooter } from '../../ui/dialog/FormFooter.tsx'
import { VIEW_NAME_LIMIT } from './savedViews.ts'

const ViewName = z.object({ name: z.string().trim().min(1).max(VIEW_NAME_LIMIT) })

interface SaveViewProps {
  /** The current filters in words. */
  description: string
  onSave(name: string): void
}

/** Saves the current filters as a view. */
export function SaveView({ description, onSave }: SaveViewProps) {
  const [isOpen, { open, close }] = useDisclosure()
  return (
    <>
      <Button
        variant="transparent"
        size="xs"
        px={0}
        leftSection={<IconBookmark size={14} aria-hidden />}
        onClick={open}
      >
        Save this view
      </Button>
      {isOpen && (
        <Dialog title="Save this view" onClose={close}>
          <NameView
            description={description}
            onSave={(name) => {
              onSave(name)
              close()
            }}
          />
        </Dialog>
      )}
    </>
  )
}

function NameView({ description, onSave }: SaveViewProps) {
  const validated = useValidatedForm(ViewName, { name: '' })
  return (
    <form ref={validated.element} noValidate onSubmit={validated.onSubmit(async ({ name }) => onSave(name))}>
      <Stack>
        <Text size="sm">
          Filters: {description}. The view is saved in this browser, for you and this workspace.
        </Text>
        <TextInput
          {...validated.form.getInputProps('name')}
          label="Name of the view"
          required
          maxLength={VIEW_NAME_LIMIT}
          data-autofocus
        />
        <FormFooter problem={validated.problem} isPending={validated.isPending}>
          Save view
        </FormFooter>
      </Stack>
    </form>
  )
}
