import { createConsents } from '@stepkey/connect/consent'
import { useMemo, useRef, useState } from 'react'
import { useLocale } from 'use-intl'
import { codeOf } from '../../api/api.ts'
import { useApi } from '../../workspace/useApi.ts'

/** Obtains OAuth consent for a form, and remembers what it was given for until the credential is saved. */
export function useConsent() {
  const { client } = useApi()
  const locale = useRef('')
  locale.current = useLocale()
  const [, setVersion] = useState(0)
  return useMemo(
    () =>
      createConsents({
        consents: client.consents,
        codeOf,
        locale: () => locale.current,
        onChange: () => setVersion((version) => version + 1),
      }),
    [client],
  )
}
