import { TextInput, useMatches } from '@mantine/core'
import type { FieldProps } from './fieldProps.ts'
import { useSchemaForm } from './formContext.ts'
import { helpFor } from './Help.tsx'
import classes from './TextField.module.css'

/** One line of text, with what is fixed before and after it inside the input. */
export function TextField({ field: { meta, required }, path }: FieldProps<'text'>) {
  const { form, supplied } = useSchemaForm()
  const { onChange, ...input } = form.getInputProps(path)
  const address = supplied[path]
  // On a phone, a suffix leaves too little room for both; what is typed matters more than https://.
  const isNarrow = useMatches({ base: true, xs: false })
  const prefix = isNarrow && meta.suffix ? undefined : meta.prefix
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
      {...(prefix && { leftSection: prefix, leftSectionWidth: widthOf(prefix) })}
      {...(meta.suffix && { rightSection: meta.suffix, rightSectionWidth: widthOf(meta.suffix) })}
      classNames={{ section: classes.affix }}
    />
  )
}

const widthOf = (affix: string) => `calc(${affix.length} * 0.9ch + 1.25rem)`

/** Who pastes the whole address, with whatever path, means the part between. */
function withoutAffixes(text: string, { prefix, suffix }: { prefix?: string; suffix?: string }): string {
  const rest = prefix && text.startsWith(prefix) ? text.slice(prefix.length) : text
  const end = suffix ? rest.indexOf(suffix) : -1
  return suffix && end >= 0 && /^(?:[/?#:]|$)/.test(rest.slice(end + suffix.length))
    ? rest.slice(0, end)
    : rest
}
