import { type ReactNode, useCallback, useMemo, useState } from 'react'
import { codeOf } from '../../api/api.ts'
import { PasswordGateContext } from '../../api/passwordGate.ts'
import { preloadable, usePreload } from '../../ui/loading/preloadable.ts'

const confirmPassword = preloadable(() => import('./ConfirmPassword.tsx'))

/** Provides `withPassword`: asks for the password and repeats a call that the server refused without it. */
export function PasswordGateProvider({ children }: { children: ReactNode }) {
  const [prompt, setPrompt] = useState<{ settle(confirmed: boolean): void }>()
  const ConfirmPassword = usePreload(confirmPassword, prompt !== undefined)

  const withPassword = useCallback(async <Result,>(call: () => Promise<Result>) => {
    try {
      return await call()
    } catch (error) {
      if (codeOf(error) !== 'password_needed') throw error
    }
    const confirmed = await new Promise<boolean>((settle) => setPrompt({ settle }))
    setPrompt(undefined)
    return confirmed ? await call() : undefined
  }, [])

  const gate = useMemo(() => ({ isAsking: prompt !== undefined, withPassword }), [prompt, withPassword])
  return (
    <PasswordGateContext value={gate}>
      {children}
      {prompt && ConfirmPassword && (
        <ConfirmPassword onConfirmed={() => prompt.settle(true)} onCancel={() => prompt.settle(false)} />
      )}
    </PasswordGateContext>
  )
}
