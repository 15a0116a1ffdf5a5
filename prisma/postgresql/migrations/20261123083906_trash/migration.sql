-- AlterTable
ALTER TABLE "Document" ADD COLUMN     "trashedAt" TIMESTAMP(3);

-- AlterTable
ALTER TABLE "Incident" ADD COLUMN     "trashedAt" TIMESTAMP(3);

-- CreateIndex
CREATE INDEX "Document_trashedAt_idx" ON "Document"("trashedAt");

-- CreateIndex
CREATE INDEX "Incident_trashedAt_idx" ON "Incident"("trashedAt");
