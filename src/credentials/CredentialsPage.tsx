import React from 'react';
import { PageFrame } from '../ui/PageFrame';

export function CredentialsPage() {
  return <PageFrame page="credentials">{null}</PageFrame>;
}
