import { Button, Group, Paper, Select, Stack, Text, TextInput, Title } from '@mantine/core'
import { helpUrlFor } from '@stepkey/shared/branded-texts'
import type { Branding } from '@stepkey/shared/branding'
import type { Language } from '@stepkey/shared/languages'
import { useId, useState } from 'react'
import { useTranslations } from 'use-intl'
import { Localized } from '../../ui/language/Localized.tsx'
import { languageOptions } from '../../ui/language/languageOptions.ts'
import { BrandMark } from '../../ui/layout/BrandMark.tsx'
import { BrandContext } from '../../ui/layout/brand.ts'
import classes from './BrandingPreview.module.css'
import { PickerTheme } from './PickerTheme.tsx'

/** Shows what a person without an account sees, with the branding that is being edited. */
export function BrandingPreview({ branding }: { branding: Branding }) {
  const id = useId()
  const [language, setLanguage] = useState<Language>('en')
  const [root, setRoot] = useState<HTMLElement | null>(null)
  return (
    <Stack component="section" gap="sm" aria-label="Preview" className={classes.preview}>
      <Select
        label="Preview in"
        data={languageOptions}
        value={language}
        onChange={(value) => value && setLanguage(value as Language)}
        allowDeselect={false}
        maw={240}
      />
      <div ref={setRoot} data-branding-preview={id} inert>
        {root && (
          <PickerTheme
            theme={branding.theme ?? {}}
            getRootElement={() => root}
            cssVariablesSelector={`[data-branding-preview="${id}"]`}
            getStyleNonce={() =>
              document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? ''
            }
          >
            <Localized locale={language} branding={branding}>
              <BrandContext value={branding}>
                <SamplePage hasHelp={helpUrlFor(branding, 'petstore') !== undefined} />
              </BrandContext>
            </Localized>
          </PickerTheme>
        )}
      </div>
    </Stack>
  )
}

/** The page of a link for the component of the sandbox. */
function SamplePage({ hasHelp }: { hasHelp: boolean }) {
  const t = useTranslations()
  const component = 'Petstore API'
  return (
    <div className={classes.page}>
      <Stack gap="md">
        <BrandMark />
        <Title order={3}>{t('link.title', { component, workspace: 'Acme' })}</Title>
        <Text size="sm" c="dimmed">
          {t('link.lead')}
        </Text>
        <Paper withBorder radius="lg" p="lg">
          <Stack gap="md">
            <TextInput label={t('common.name')} value={t('form.defaultName', { component })} readOnly />
            <Group gap="sm">
              <Button>{t('common.save')}</Button>
              <Button variant="default">{t('form.verify')}</Button>
            </Group>
            {hasHelp && (
              <Text size="sm" c="var(--mantine-color-anchor)" td="underline">
                {t('common.needHelp', { component })}
              </Text>
            )}
          </Stack>
        </Paper>
      </Stack>
    </div>
  )
}
