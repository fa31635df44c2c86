import { Group, TextInput } from '@mantine/core'
import { isRecord } from '@stepkey/shared/schema'
import { useState } from 'react'
import type { Path } from './definitionDraft.ts'
import { useEditor } from './editorContext.ts'

const LISTS = [
  { member: 'rejected', label: 'Rejected', default: '401' },
  { member: 'forbidden', label: 'Accepted, but limited', default: '403' },
] as const

/** Edits which statuses mean that the credential is accepted, rejected or limited. */
export function StatusList({ path }: { path: Path }) {
  const { value, set } = useEditor(path)
  return (
    <Group gap="xs" align="flex-start">
      <Statuses
        label="Accepted"
        placeholder="2xx"
        value={statusesOf([value(['ok'])])}
        onChange={(status) => set(['ok', 'status'], status ?? '2xx')}
      />
      {LISTS.map(({ member, label, default: placeholder }) => {
        const rules = value([member])
        const [first, ...others] = Array.isArray(rules) ? rules : []
        return (
          <Statuses
            key={member}
            label={label}
            placeholder={placeholder}
            value={statusesOf([first])}
            onChange={(status) => {
              const rule = { ...(isRecord(first) && first), status }
              const next = [
                ...(status === undefined && Object.keys(rule).length === 1 ? [] : [rule]),
                ...others,
              ]
              set([member], next.length > 0 ? next : undefined)
            }}
          />
        )
      })}
    </Group>
  )
}

interface StatusesProps {
  label: string
  placeholder: string
  value: string
  onChange(status: '2xx' | number[] | undefined): void
}

function Statuses({ label, placeholder, value, onChange }: StatusesProps) {
  const [typed, setTyped] = useState(value)
  return (
    <TextInput
      label={label}
      placeholder={placeholder}
      value={typed}
      onChange={({ currentTarget }) => {
        setTyped(currentTarget.value)
        onChange(statusIn(currentTarget.value))
      }}
      inputMode="text"
      autoComplete="off"
      flex="1 1 100px"
    />
  )
}

/** Returns the statuses that a user typed: `2xx`, or numbers. Undefined if there are none. */
function statusIn(typed: string): '2xx' | number[] | undefined {
  if (/2xx/i.test(typed)) return '2xx'
  const numbers = typed
    .split(/[^0-9]+/)
    .map(Number)
    .filter((status) => status >= 100 && status <= 599)
  return numbers.length > 0 ? numbers : undefined
}

const statusesOf = (rules: readonly unknown[]): string =>
  rules
    .flatMap((rule) => (isRecord(rule) && rule.status !== undefined ? [rule.status].flat() : []))
    .join(', ')
