import React from 'react';
import { PageFrame } from '../ui/PageFrame';

export function HistoryPage() {
  return <PageFrame page="history">{null}</PageFrame>;
}
