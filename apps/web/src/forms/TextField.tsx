import { Text, TextInput } from '@mantine/core'
import type { FieldProps } from './FieldList.tsx'
import { useSchemaForm } from './formContext.ts'
import { helpFor } from './Help.tsx'

/** One line of text, with what is fixed before and after it inside the input. */
export function TextField({ field: { meta, required }, path }: FieldProps<'text'>) {
  const { form, supplied } = useSchemaForm()
  const { onChange, ...input } = form.getInputProps(path)
  const address = supplied[path]
  return (
    <TextInput
      {...input}
      onChange={(event) => onChange(withoutAffixes(event.currentTarget.value, meta))}
      label={meta.label}
      description={helpFor(meta)}
      placeholder={address ?? meta.placeholder}
      required={required}
      spellCheck={false}
      autoComplete="off"
      autoCapitalize="none"
      {...(meta.prefix && { leftSection: <Affix>{meta.prefix}</Affix>, leftSectionWidth: widthOf(meta.prefix) })}
      {...(meta.suffix && { rightSection: <Affix>{meta.suffix}</Affix>, rightSectionWidth: widthOf(meta.suffix) })}
      leftSectionPointerEvents="none"
      rightSectionPointerEvents="none"
    />
  )
}

const Affix = ({ children }: { children: string }) => (
  <Text size="sm" c="dimmed">
    {children}
  </Text>
)
const widthOf = (affix: string) => `calc(${affix.length}ch + 1rem)`

/** Who pastes the whole address means the part between. */
function withoutAffixes(text: string, { prefix, suffix }: { prefix?: string; suffix?: string }): string {
  let rest = text
  if (prefix && rest.startsWith(prefix)) rest = rest.slice(prefix.length)
  if (suffix && rest.endsWith(suffix)) rest = rest.slice(0, -suffix.length)
  return rest
}
