import { ActionIcon } from '@mantine/core'
import { IconEye, IconEyeOff } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl'

/** Turns off password managers, autocompletion and spell checking. */
export const noAutofill = {
  autoComplete: 'off',
  'data-1p-ignore': true,
  'data-bwignore': true,
  'data-lpignore': 'true',
  spellCheck: false,
  autoCapitalize: 'none',
} as const

/**
 * Masks a text input until the user shows it. Not an input of the type `password`: browsers offer to store its value as
 * the password of this site, and to fill in the password of the user.
 */
export function useMasking(label: string) {
  const t = useTranslations('secret')
  const [isShown, setShown] = useState(false)
  const Icon = isShown ? IconEyeOff : IconEye
  const style = isShown ? {} : { WebkitTextSecurity: 'disc' }
  const toggle = (
    <ActionIcon
      variant="subtle"
      color="gray"
      aria-label={t('show', { label })}
      aria-pressed={isShown}
      onClick={() => setShown(!isShown)}
    >
      <Icon size={16} aria-hidden />
    </ActionIcon>
  )
  return { style, toggle }
}
