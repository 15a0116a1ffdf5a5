-- AlterTable
ALTER TABLE "Document" ADD COLUMN     "corrections" JSONB;
