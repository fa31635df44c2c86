import { Group, NumberInput, SimpleGrid, Stack, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import type { Embed } from '@stepkey/shared/connect'
import { SegmentedChoice } from '../../forms/SegmentedChoice.tsx'
import { FormError } from '../../ui/feedback/FormError.tsx'
import { BusyButton } from '../../ui/inputs/BusyButton.tsx'
import { isolated } from '../../ui/text/isolated.ts'
import { useUnsaved } from '../../ui/unsaved/unsavedChanges.ts'
import { useApi } from '../../workspace/useApi.ts'
import { useEmbedsChanged } from '../embed-settings/useEmbedsChanged.ts'
import { AccentField } from './AccentField.tsx'
import { BrandingPreview } from './BrandingPreview.tsx'
import { brandingOf, previewOf } from './brandingDraft.ts'
import { HelpLinks } from './HelpLinks.tsx'
import { LogoField } from './LogoField.tsx'
import { useBrandingForm } from './useBrandingForm.ts'
import { WordingList } from './WordingList.tsx'

const colorSchemes = [
  { value: 'auto', label: 'As the user’s system' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
]

/** Edits how an embed looks to people without an account, beside a preview. */
export function EditBranding({ embed }: { embed: Embed }) {
  const { client } = useApi()
  const embedsChanged = useEmbedsChanged()
  const { form, element, onSubmit, isPending, problem } = useBrandingForm(embed)
  const isChanged = form.isDirty()
  useUnsaved(
    isChanged && !isPending ? `The branding of “${isolated(embed.name)}” is not saved yet.` : undefined,
  )

  async function save() {
    const branding = brandingOf(form.getValues())
    await client.embeds.update.mutate({ embedId: embed.id, branding })
    form.resetDirty()
    notifications.show({
      color: 'leaf',
      title: 'The branding was saved',
      message: 'Pages show it when they are opened.',
    })
    await embedsChanged()
  }

  return (
    <SimpleGrid cols={{ base: 1, md: 2 }} spacing="xl">
      <form ref={element} noValidate onSubmit={onSubmit(save)} aria-label="Branding">
        <Stack gap="lg">
          <TextInput
            {...form.getInputProps('name')}
            label="Name"
            description="Pages of links show it instead of Stepkey’s logo."
            placeholder="Acme"
            autoComplete="off"
            data-1p-ignore
          />
          <LogoField {...form.getInputProps('logo')} />
          <SegmentedChoice
            label="Colours"
            options={colorSchemes}
            value={form.values.colorScheme}
            onChange={(value) => form.setFieldValue('colorScheme', value as 'auto')}
          />
          <Group grow align="flex-start">
            <AccentField {...form.getInputProps('accent')} />
            <NumberInput
              {...form.getInputProps('radius')}
              label="Corner radius"
              placeholder="8"
              suffix=" px"
              min={0}
              max={24}
              clampBehavior="none"
            />
          </Group>
          <TextInput
            {...form.getInputProps('fontFamily')}
            label="Font"
            description="A CSS font family. Fonts are not loaded: name fonts that users have."
            placeholder="Inter, system-ui, sans-serif"
            autoComplete="off"
            spellCheck={false}
          />
          <TextInput
            {...form.getInputProps('helpUrl')}
            label="Help link"
            description="The picker links to it."
            placeholder="https://help.example.com"
            inputMode="url"
            autoComplete="off"
          />
          <HelpLinks form={form} />
          <WordingList form={form} />
          <FormError of={problem} />
          <Group>
            <BusyButton type="submit" isWaiting={isPending}>
              Save
            </BusyButton>
          </Group>
        </Stack>
      </form>
      <BrandingPreview branding={previewOf(form.values)} />
    </SimpleGrid>
  )
}
