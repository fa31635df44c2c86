import { TextInput } from '@mantine/core'
import type { FieldProps } from './fieldProps.ts'
import { useSchemaForm } from './formContext.ts'
import { helpFor } from './Help.tsx'
import classes from './TextField.module.css'

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
      {...(meta.prefix && { leftSection: meta.prefix, leftSectionWidth: widthOf(meta.prefix) })}
      {...(meta.suffix && { rightSection: meta.suffix, rightSectionWidth: widthOf(meta.suffix) })}
      classNames={{ section: classes.affix }}
    />
  )
}

const widthOf = (affix: string) => `calc(${affix.length} * 0.9ch + 1.25rem)`

/** Who pastes the whole address means the part between. */
function withoutAffixes(text: string, { prefix, suffix }: { prefix?: string; suffix?: string }): string {
  let rest = text
  if (prefix && rest.startsWith(prefix)) rest = rest.slice(prefix.length)
  if (suffix && rest.endsWith(suffix)) rest = rest.slice(0, -suffix.length)
  return rest
}
