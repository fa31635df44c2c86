import { Group, Text } from '@mantine/core'
import { useContext } from 'react'
import { BrandContext } from './brand.ts'
import { Logo } from './Logo.tsx'

/** The logo and the name of the brand, or the logo of Stepkey. */
export function BrandMark() {
  const { name, logo } = useContext(BrandContext)
  if (name === undefined && logo === undefined) return <Logo size={44} />
  return (
    <Group gap="sm">
      {logo && (
        <img
          src={logo}
          alt={name ? '' : 'Logo'}
          style={{ height: 44, maxWidth: 220, objectFit: 'contain' }}
        />
      )}
      {name && (
        <Text fw={600} size="lg">
          <bdi>{name}</bdi>
        </Text>
      )}
    </Group>
  )
}
