import { Badge, Group, VisuallyHidden } from '@mantine/core'
import type { CredentialSummary } from '@stepkey/shared/credential'
import { IconBuilding } from '@tabler/icons-react'
import { useTranslations } from 'use-intl'
import classes from './OwnerAndTags.module.css'
import { tagTexts } from './ownership.ts'

/** The number of tags that are shown before the others are counted. */
const SHOWN = 3

/** Shows the owner and the first tags of a credential in one line. Shows nothing if it has neither. */
export function OwnerAndTags({ of: { owner, tags } }: { of: Pick<CredentialSummary, 'owner' | 'tags'> }) {
  const t = useTranslations('status')
  const texts = tagTexts(tags)
  if (owner === null && texts.length === 0) return null
  const more = texts.length - SHOWN
  const chip = { variant: 'default', size: 'sm', tt: 'none', fw: 500, className: classes.chip } as const
  return (
    <Group gap={4} mt={4} component="span">
      {owner !== null && (
        <Badge {...chip} leftSection={<IconBuilding size={12} aria-hidden />} title={owner}>
          <VisuallyHidden>{t('owner')} </VisuallyHidden>
          <bdi>{owner}</bdi>
        </Badge>
      )}
      {texts.slice(0, SHOWN).map((text) => (
        <Badge key={text} {...chip} title={text}>
          <VisuallyHidden>{t('tag')} </VisuallyHidden>
          <bdi>{text}</bdi>
        </Badge>
      ))}
      {more > 0 && (
        <Badge {...chip} title={texts.slice(SHOWN).join(', ')}>
          {t('moreTags', { count: more })}
        </Badge>
      )}
    </Group>
  )
}
