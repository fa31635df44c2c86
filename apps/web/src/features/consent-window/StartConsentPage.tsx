import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import type { Api } from '../../api/api.ts'
import { ErrorText } from '../../ui/feedback/ErrorText.tsx'
import { useErrorText } from '../../ui/language/useErrorText.ts'
import { ConsentWindowPage } from './ConsentWindowPage.tsx'
import { type Obstacle, startConsent } from './startConsent.ts'

interface StartConsentPageProps {
  visitor: Api
  obstacle: Obstacle
}

/** Says why the window can’t go on to the page of the provider. */
export function StartConsentPage({ visitor, obstacle }: StartConsentPageProps) {
  const t = useTranslations()
  const errorText = useErrorText()
  const [shown, setShown] = useState(obstacle)
  const [problem, setProblem] = useState<string>()
  const [isBusy, setBusy] = useState(false)

  async function confirm() {
    setBusy(true)
    setProblem(undefined)
    await startConsent(visitor, true).then(setShown, (error) => setProblem(errorText(error)))
    setBusy(false)
  }

  if (shown === 'unconfirmed') {
    return (
      <ConsentWindowPage
        title={t('consentWindow.didYouStart')}
        action={
          <>
            <Button onClick={confirm} loading={isBusy}>
              {t('common.continue')}
            </Button>
            {problem && <ErrorText>{problem}</ErrorText>}
          </>
        }
      >
        {t('consentWindow.didYouStartText')}
      </ConsentWindowPage>
    )
  }
  return shown === 'elsewhere' ? (
    <ConsentWindowPage title={t('consentWindow.elsewhere')}>
      {t('consentWindow.elsewhereText')}
    </ConsentWindowPage>
  ) : (
    <ConsentWindowPage title={t('consentWindow.ended')}>{t('consentWindow.endedText')}</ConsentWindowPage>
  )
}
