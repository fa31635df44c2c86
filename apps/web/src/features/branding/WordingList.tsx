import { ActionIcon, Button, Group, Paper, Select, Stack, Text, Textarea } from '@mantine/core'
import { replaceableTexts } from '@stepkey/shared/wording'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { languageOptions } from '../../ui/language/languageOptions.ts'
import type { BrandingFormState } from './useBrandingForm.ts'

const textOptions = [...replaceableTexts].map(([id, text]) => ({ value: id, label: text }))

/** Edits the texts that replace those of Stepkey. */
export function WordingList({ form }: { form: BrandingFormState }) {
  const { texts } = form.values
  return (
    <Stack gap="sm" role="group" aria-label="Wording">
      <Text size="sm" fw={600}>
        Wording
      </Text>
      <Text size="sm" c="dimmed">
        Replace texts of the picker and the pages. Parts such as {'{component}'} are filled in.
      </Text>
      {texts.map(({ id }, index) => (
        <Paper key={index} withBorder p="sm" role="group" aria-label={`Text ${index + 1}`}>
          <Stack gap="xs">
            <Group gap="xs" align="flex-start" wrap="nowrap">
              <Select
                {...form.getInputProps(`texts.${index}.language`)}
                label="Language"
                data={languageOptions}
                allowDeselect={false}
                flex={1}
              />
              <ActionIcon
                variant="subtle"
                color="gray"
                size="input-sm"
                mt={24}
                aria-label={`Remove text ${index + 1}`}
                onClick={() => form.removeListItem('texts', index)}
              >
                <IconTrash size={16} aria-hidden />
              </ActionIcon>
            </Group>
            <Select
              {...form.getInputProps(`texts.${index}.id`)}
              label="Text of Stepkey"
              placeholder="Search a text"
              searchable
              limit={50}
              data={textOptions}
              description={id}
            />
            <Textarea
              {...form.getInputProps(`texts.${index}.text`)}
              label="Your text"
              autosize
              minRows={1}
              maxRows={5}
            />
          </Stack>
        </Paper>
      ))}
      <Button
        variant="default"
        size="xs"
        leftSection={<IconPlus size={14} aria-hidden />}
        onClick={() =>
          form.insertListItem('texts', { language: texts.at(-1)?.language ?? 'en', id: '', text: '' })
        }
        style={{ alignSelf: 'flex-start' }}
      >
        Replace a text
      </Button>
    </Stack>
  )
}
