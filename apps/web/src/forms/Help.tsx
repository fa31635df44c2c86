import { Anchor } from '@mantine/core'
import type { FieldMeta } from '@stepkey/shared/fields'
import { useTranslations } from 'use-intl'

/** Returns the help text of a field with its link; undefined if it has neither. */
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
          <WhereToFind />
        </Anchor>
      )}
    </>
  )
}

const WhereToFind = () => useTranslations('form')('whereToFind')
