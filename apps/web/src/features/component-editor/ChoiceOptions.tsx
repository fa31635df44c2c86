import { Textarea } from '@mantine/core'
import { useState } from 'react'
import type { Path } from './definitionDraft.ts'
import { useEditor } from './editorContext.ts'

/** Edits the options of a choice: one per line, as `value: Label`. */
export function ChoiceOptions({ path }: { path: Path }) {
  const { record, set } = useEditor(path)
  const [text, setText] = useState(() =>
    Object.entries(record(['x-options']))
      .map(([value, label]) => (value === label ? value : `${value}: ${label}`))
      .join('\n'),
  )

  function change(next: string) {
    setText(next)
    const options = optionsIn(next)
    set([], { ...record(), enum: Object.keys(options), 'x-options': options })
  }

  return (
    <Textarea
      label="Options"
      description="One per line: value: Label"
      value={text}
      onChange={({ currentTarget }) => change(currentTarget.value)}
      autosize
      minRows={2}
      spellCheck={false}
    />
  )
}

/** Returns the labels by value. A line without a colon is both. */
function optionsIn(text: string): Record<string, string> {
  return Object.fromEntries(
    text.split('\n').flatMap((line) => {
      const [value = '', ...label] = line.split(':')
      const name = value.trim()
      return name === '' ? [] : [[name, label.join(':').trim() || name]]
    }),
  )
}
