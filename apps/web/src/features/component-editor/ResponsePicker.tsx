import { Button, Stack, Text } from '@mantine/core'
import { isRecord } from '@stepkey/shared/schema'

/** How many values of a response are offered. */
const OFFERED = 40
/** How deep values are looked for. */
const DEPTH = 4

interface ResponsePickerProps {
  /** The body of the response. */
  json: string
  /** Called with the JSON pointer of the chosen value. */
  onPick(pointer: string): void
}

/** Lets the author choose the account name from the values of a real response. */
export function ResponsePicker({ json, onPick }: ResponsePickerProps) {
  const values = textsIn(JSON.parse(json)).slice(0, OFFERED)
  if (values.length === 0) return null
  return (
    <Stack gap="xs" role="group" aria-label="Values of the response">
      <Text size="sm" fw={600}>
        Which value names the account?
      </Text>
      <Stack gap={4} style={{ maxHeight: 240, overflowY: 'auto' }} tabIndex={0}>
        {values.map(({ pointer, value }) => (
          <Button
            key={pointer}
            variant="subtle"
            color="gray"
            size="compact-sm"
            justify="space-between"
            rightSection={
              <Text size="xs" truncate maw={180}>
                {value}
              </Text>
            }
            onClick={() => onPick(pointer)}
          >
            <Text size="xs" ff="monospace" truncate>
              {pointer}
            </Text>
          </Button>
        ))}
      </Stack>
    </Stack>
  )
}

/** Returns the short texts of a JSON value, with their pointers. */
function textsIn(data: unknown, path: string[] = []): { pointer: string; value: string }[] {
  if (typeof data === 'string' && data !== '' && data.length <= 200)
    return [
      {
        pointer: path.map((part) => `/${part.replaceAll('~', '~0').replaceAll('/', '~1')}`).join(''),
        value: data,
      },
    ]
  if (path.length >= DEPTH || (!isRecord(data) && !Array.isArray(data))) return []
  return Object.entries(data).flatMap(([name, value]) => textsIn(value, [...path, name]))
}
