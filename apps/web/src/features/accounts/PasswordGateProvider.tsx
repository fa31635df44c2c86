import { type ReactNode, useCallback, useMemo, useState } from 'react'
import { codeOf } from '../../api/api.ts'
import { PasswordGateContext } from '../../api/passwordGate.ts'
import { preloadable, usePreload } from '../../ui/loading/preloadable.ts'

const confirmPassword = preloadable(() => import('./ConfirmPassword.tsx'))

/** Asks for the password in one place, whatever needs it. */
export function PasswordGateProvider({ children }: { children: ReactNode }) {
  const [asking, setAsking] = useState<{ settle(confirmed: boolean): void }>()
  const ConfirmPassword = usePreload(confirmPassword, asking !== undefined)

  const withPassword = useCallback(async <Answer,>(call: () => Promise<Answer>) => {
    try {
      return await call()
    } catch (error) {
      if (codeOf(error) !== 'password_needed') throw error
    }
    const confirmed = await new Promise<boolean>((settle) => setAsking({ settle }))
    setAsking(undefined)
    return confirmed ? await call() : undefined
  }, [])

  const gate = useMemo(() => ({ isAsking: asking !== undefined, withPassword }), [asking, withPassword])
  return (
    <PasswordGateContext value={gate}>
      {children}
      {asking && ConfirmPassword && (
        <ConfirmPassword onConfirmed={() => asking.settle(true)} onCancel={() => asking.settle(false)} />
      )}
    </PasswordGateContext>
  )
}
