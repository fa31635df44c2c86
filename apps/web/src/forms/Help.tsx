import { Anchor } from '@mantine/core'
import type { FieldMeta } from '@stepkey/shared/fields'

/** What stands under a field; undefined if there is nothing to say. */
export function helpFor({ help, helpUrl }: FieldMeta) {
  if (!help && !helpUrl) return undefined
  return (
    <>
      {help}
      {help && helpUrl && ' '}
      {helpUrl && (
        <Anchor
          href={helpUrl}
          target="_blank"
          rel="noreferrer"
          inherit
          underline="always"
          style={{ whiteSpace: 'nowrap' }}
        >
          Where do I find this?
        </Anchor>
      )}
    </>
  )
}
