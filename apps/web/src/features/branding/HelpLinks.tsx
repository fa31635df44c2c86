import { ActionIcon, Button, Group, Select, Stack, Text, TextInput } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useApi } from '../../workspace/useApi.ts'
import type { BrandingFormState } from './useBrandingForm.ts'

/** Edits the links to help for single components. */
export function HelpLinks({ form }: { form: BrandingFormState }) {
  const { trpc } = useApi()
  const { data: components = [] } = useQuery(trpc.components.list.queryOptions({}))
  const { helpLinks } = form.values
  const used = new Set(helpLinks.map(({ componentId }) => componentId))
  return (
    <Stack gap="sm" role="group" aria-label="Help for single components">
      <Text size="sm" fw={600}>
        Help for single components
      </Text>
      {helpLinks.map((link, index) => (
        <Group key={index} gap="xs" align="flex-start">
          <Select
            {...form.getInputProps(`helpLinks.${index}.componentId`)}
            aria-label={`Component ${index + 1}`}
            placeholder="Component"
            searchable
            data={components
              .filter(({ id }) => id === link.componentId || !used.has(id))
              .map(({ id, title }) => ({ value: id, label: title }))}
            flex="1 1 180px"
          />
          <TextInput
            {...form.getInputProps(`helpLinks.${index}.helpUrl`)}
            aria-label={`Help link ${index + 1}`}
            placeholder="https://help.example.com/xero"
            inputMode="url"
            autoComplete="off"
            flex="2 1 220px"
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            size="input-sm"
            aria-label={`Remove help link ${index + 1}`}
            onClick={() => form.removeListItem('helpLinks', index)}
          >
            <IconTrash size={16} aria-hidden />
          </ActionIcon>
        </Group>
      ))}
      <Button
        variant="default"
        size="xs"
        leftSection={<IconPlus size={14} aria-hidden />}
        onClick={() => form.insertListItem('helpLinks', { componentId: '', helpUrl: '' })}
        style={{ alignSelf: 'flex-start' }}
      >
        Add help link
      </Button>
    </Stack>
  )
}
