/** A Java object that owns memory of a native library, and what one of them costs. */
export interface NativeObject {
  /** "Deflater". */
  name: string;
  /** Frames that tell this object from its siblings. */
  frames: RegExp;
  /** Native bytes that one live object holds. */
  unitBytes: number;
  /** Where the figure comes from. */
  measured: string;
}

/** A native library that allocates with malloc of its own: NMT never sees that memory, whatever category is large. */
export interface NativeLibrary {
  name: string;
  /** A frame of the library: native function, JNI entry, shared object, or the Java class in front of it. Each alternative is linear. */
  frames: RegExp;
  /** For `grep -E` on a class histogram: the Java objects that own its memory. */
  histogram: string;
  objects: readonly NativeObject[];
}

/** The libraries of rule PR-01. All of them are called through JNI and malloc outside NMT's sight. */
export const NATIVE_LIBRARIES: readonly NativeLibrary[] = [
  {
    name: 'zlib',
    // deflate_slow · Java_java_util_zip_Deflater_deflateBytes · java/util/zip/Deflater.deflate · [libz.so.1.2.13]
    frames:
      /^(?:deflate|inflate)(?:$|_|Init|End|Reset|Params|Copy)|^(?:longest_match|compress_block|fill_window|_tr_flush_block)\b|Java_java_util_zip_(?:De|In)flater_|\bjava[./]util[./]zip[./](?:Deflater|Inflater|GZIP)|\blibz(?:ip)?\.so\b/,
    histogram: 'zip.(Deflater|Inflater)',
    objects: [
      {
        name: 'Deflater',
        frames: /deflat|\bGZIPOutput|^(?:longest_match|compress_block|fill_window|_tr_flush_block)\b/i,
        // zlib's deflateInit2 with windowBits 15, memLevel 8: 128 KB window and prev, 128 KB head and pending, and its state.
        unitBytes: 263 * 1024,
        measured: 'measured: 3,200 un-ended Deflaters held 841,616 KiB, 263 KiB each',
      },
      {
        name: 'Inflater',
        frames: /inflat|\bGZIPInput/i,
        // inflateInit2 and a 32 KB window, allocated on first use.
        unitBytes: 39 * 1024,
        measured: 'measured: 39 KiB per Inflater after its first use',
      },
    ],
  },
  { name: 'zstd', frames: /^ZSTD_|^Java_com_github_luben_zstd_|\bluben[./]zstd\b|\blibzstd/, histogram: 'luben.zstd', objects: [] },
  { name: 'snappy', frames: /snappy/i, histogram: '[Ss]nappy', objects: [] },
  { name: 'lz4', frames: /^LZ4_|\bjpountz[./]lz4\b|\bliblz4/, histogram: 'jpountz.lz4', objects: [] },
  { name: 'brotli', frames: /^Brotli(?:En|De)coder|\blibbrotli|[./]brotli(?:4j)?[./]/i, histogram: '[Bb]rotli', objects: [] },
  { name: 'rocksdb', frames: /rocksdb/i, histogram: 'org.rocksdb', objects: [] },
  {
    name: 'ssl',
    frames: /^SSL_|^Java_io_netty_internal_tcnative_|\blibssl\b|\blibcrypto\b|tcnative|\bconscrypt\b/,
    histogram: 'OpenSsl|tcnative|conscrypt',
    objects: [],
  },
];
