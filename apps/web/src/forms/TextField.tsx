import { TextInput, useMatches } from '@mantine/core'
import type { FieldProps } from './fieldProps.ts'
import { useSchemaForm } from './formContext.ts'
import { helpFor } from './Help.tsx'
import classes from './TextField.module.css'

/** An input for one line of text, with an optional fixed prefix and suffix. */
export function TextField({ field: { meta, required }, path }: FieldProps<'text'>) {
  const { form, supplied } = useSchemaForm()
  const { onChange, ...input } = form.getInputProps(path)
  const suppliedValue = supplied[path]
  // On a phone there is no room for both; the suffix is more useful than `https://`.
  const isNarrow = useMatches({ base: true, xs: false })
  const prefix = isNarrow && meta.suffix ? undefined : meta.prefix
  return (
    <TextInput
      {...input}
      onChange={(event) => onChange(withoutAffixes(event.currentTarget.value, meta))}
      label={meta.label}
      description={helpFor(meta)}
      placeholder={suppliedValue ?? meta.placeholder}
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

/** Extracts the part between prefix and suffix from a pasted URL, with or without a path. */
function withoutAffixes(text: string, { prefix, suffix }: { prefix?: string; suffix?: string }): string {
  const rest = prefix && text.startsWith(prefix) ? text.slice(prefix.length) : text
  const end = suffix ? rest.indexOf(suffix) : -1
  return suffix && end >= 0 && /^(?:[/?#:]|$)/.test(rest.slice(end + suffix.length))
    ? rest.slice(0, end)
    : rest
}
