import React from 'react';
import { PageFrame } from '../ui/PageFrame';

export function ExplainPage() {
  return <PageFrame page="explain">{null}</PageFrame>;
}
