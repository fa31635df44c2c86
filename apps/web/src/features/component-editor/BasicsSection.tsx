import { Select, Stack, Textarea, TextInput } from '@mantine/core'
import { CATEGORIES } from '@stepkey/shared/component'
import { Section } from '../../ui/layout/Section.tsx'
import { useEditor } from './editorContext.ts'
import { IconChoice } from './IconChoice.tsx'

const categories = Object.entries(CATEGORIES).map(([value, label]) => ({ value, label }))

/** Edits what the component is: its title, description, category, icon and documentation. */
export function BasicsSection() {
  const { input, set, text, problem } = useEditor()
  return (
    <Section title="Component">
      <Stack gap="md">
        <TextInput {...input(['title'], { isRequired: true })} label="Title" required withAsterisk={false} />
        <Textarea
          {...input(['description'], { isRequired: true })}
          label="Description"
          description="One line: what it is."
          autosize
          minRows={1}
        />
        <Select
          label="Category"
          data={categories}
          value={text(['category']) || null}
          onChange={(value) => set(['category'], value ?? undefined)}
          allowDeselect={false}
          searchable
          error={problem(['category'])}
        />
        <IconChoice />
        <TextInput
          {...input(['docsUrl'], { isRequired: true })}
          label="Documentation"
          description="The page about authentication. Forms link to it."
          placeholder="https://docs.example.com/authentication"
          inputMode="url"
        />
      </Stack>
    </Section>
  )
}
