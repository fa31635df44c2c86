import type { Signer } from '../component.ts'
import type { IssuedSigner } from '../credential.ts'
import { renderTemplate, type TemplateValues } from './template.ts'

/** Returns the signer of a method with the values that it signs with. Never log it, because it contains secrets. */
export function renderSigner(signer: Signer, values: TemplateValues): IssuedSigner {
  const render = (template: string) => renderTemplate(template, values)
  if (signer.scheme === 'digest')
    return { scheme: 'digest', user: render(signer.user), password: render(signer.password) }
  const sessionToken = render(signer.sessionToken)
  return {
    scheme: 'aws-sigv4',
    accessKeyId: render(signer.accessKeyId),
    secretAccessKey: render(signer.secretAccessKey),
    ...(sessionToken && { sessionToken }),
    region: render(signer.region),
    service: signer.service,
  }
}
