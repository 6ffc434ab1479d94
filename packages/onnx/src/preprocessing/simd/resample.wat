;; The two passes of resample.ts on four or sixteen numbers at a time. resample.ts is the description and, where a
;; runtime has no SIMD, the fallback; the tests hold both to the same golden values.
;; Weights come in groups of four taps, padded with zeros; loads may run up to 16 bytes past the last pixel.
(module
  (memory (export "memory") 1)

  ;; Interleaved rows of 8-bit RGB at $source, $stride bytes each, to planes of $width at $out, $area bytes apart.
  (func (export "columns")
    (param $source i32) (param $stride i32) (param $rows i32)
    (param $starts i32) (param $lengths i32) (param $weights i32) (param $tapBytes i32)
    (param $width i32) (param $out i32) (param $area i32)
    (local $x i32) (local $at i32) (local $weight i32) (local $taps i32)
    (local $sum v128) (local $pixels v128) (local $zero v128)
    (if (i32.or (i32.eqz (local.get $rows)) (i32.eqz (local.get $width))) (then (return)))
    (loop $row
      (local.set $x (i32.const 0))
      (loop $column
        (local.set $at (i32.add (local.get $source)
          (i32.mul (i32.const 3) (i32.load (i32.add (local.get $starts) (i32.shl (local.get $x) (i32.const 2)))))))
        (local.set $weight (i32.add (local.get $weights) (i32.mul (local.get $x) (local.get $tapBytes))))
        (local.set $taps (i32.load (i32.add (local.get $lengths) (i32.shl (local.get $x) (i32.const 2)))))
        (local.set $sum (i32x4.splat (i32.const 0x200000)))
        (loop $tap
          (local.set $pixels (v128.load (local.get $at)))
          (local.set $sum (i32x4.add (local.get $sum) (i32x4.mul (v128.load32_splat (local.get $weight))
            (i8x16.shuffle 0 16 16 16 1 16 16 16 2 16 16 16 16 16 16 16 (local.get $pixels) (local.get $zero)))))
          (local.set $sum (i32x4.add (local.get $sum) (i32x4.mul (v128.load32_splat offset=4 (local.get $weight))
            (i8x16.shuffle 3 16 16 16 4 16 16 16 5 16 16 16 16 16 16 16 (local.get $pixels) (local.get $zero)))))
          (local.set $sum (i32x4.add (local.get $sum) (i32x4.mul (v128.load32_splat offset=8 (local.get $weight))
            (i8x16.shuffle 6 16 16 16 7 16 16 16 8 16 16 16 16 16 16 16 (local.get $pixels) (local.get $zero)))))
          (local.set $sum (i32x4.add (local.get $sum) (i32x4.mul (v128.load32_splat offset=12 (local.get $weight))
            (i8x16.shuffle 9 16 16 16 10 16 16 16 11 16 16 16 16 16 16 16 (local.get $pixels) (local.get $zero)))))
          (local.set $at (i32.add (local.get $at) (i32.const 12)))
          (local.set $weight (i32.add (local.get $weight) (i32.const 16)))
          (local.set $taps (i32.sub (local.get $taps) (i32.const 4)))
          (br_if $tap (i32.gt_s (local.get $taps) (i32.const 0))))
        ;; Narrowing saturates: below 0 becomes 0, above 255 becomes 255.
        (local.set $sum (i32x4.shr_s (local.get $sum) (i32.const 22)))
        (local.set $sum (i16x8.narrow_i32x4_s (local.get $sum) (local.get $sum)))
        (local.set $sum (i8x16.narrow_i16x8_u (local.get $sum) (local.get $sum)))
        (local.set $at (i32.add (local.get $out) (local.get $x)))
        (v128.store8_lane 0 (local.get $at) (local.get $sum))
        (local.set $at (i32.add (local.get $at) (local.get $area)))
        (v128.store8_lane 1 (local.get $at) (local.get $sum))
        (v128.store8_lane 2 (i32.add (local.get $at) (local.get $area)) (local.get $sum))
        (local.set $x (i32.add (local.get $x) (i32.const 1)))
        (br_if $column (i32.lt_u (local.get $x) (local.get $width))))
      (local.set $source (i32.add (local.get $source) (local.get $stride)))
      (local.set $out (i32.add (local.get $out) (local.get $width)))
      (local.set $rows (i32.sub (local.get $rows) (i32.const 1)))
      (br_if $row (local.get $rows))))

  ;; One plane of $width bytes a row at $source to $height rows at $out. Whole groups of 16 are written, so that a row
  ;; spills into the next, which is written after it, and the last into 16 spare bytes.
  (func (export "rows")
    (param $source i32) (param $firstRow i32) (param $height i32)
    (param $starts i32) (param $lengths i32) (param $weights i32) (param $tapBytes i32)
    (param $width i32) (param $out i32)
    (local $y i32) (local $x i32) (local $at i32) (local $weight i32) (local $line i32) (local $end i32)
    (local $a v128) (local $b v128) (local $c v128) (local $d v128)
    (local $factor v128) (local $pixels v128) (local $half v128)
    (if (i32.or (i32.eqz (local.get $height)) (i32.eqz (local.get $width))) (then (return)))
    (loop $row
      (local.set $line (i32.add (local.get $source) (i32.mul (local.get $width)
        (i32.sub (i32.load (i32.add (local.get $starts) (i32.shl (local.get $y) (i32.const 2)))) (local.get $firstRow)))))
      (local.set $x (i32.const 0))
      (loop $group
        (local.set $a (i32x4.splat (i32.const 0x200000)))
        (local.set $b (local.get $a))
        (local.set $c (local.get $a))
        (local.set $d (local.get $a))
        (local.set $at (i32.add (local.get $line) (local.get $x)))
        (local.set $weight (i32.add (local.get $weights) (i32.mul (local.get $y) (local.get $tapBytes))))
        (local.set $end (i32.add (local.get $weight) (i32.shl
          (i32.load (i32.add (local.get $lengths) (i32.shl (local.get $y) (i32.const 2)))) (i32.const 2))))
        (loop $tap
          (local.set $factor (v128.load32_splat (local.get $weight)))
          (local.set $pixels (v128.load (local.get $at)))
          (local.set $half (i16x8.extend_low_i8x16_u (local.get $pixels)))
          (local.set $a (i32x4.add (local.get $a)
            (i32x4.mul (local.get $factor) (i32x4.extend_low_i16x8_u (local.get $half)))))
          (local.set $b (i32x4.add (local.get $b)
            (i32x4.mul (local.get $factor) (i32x4.extend_high_i16x8_u (local.get $half)))))
          (local.set $half (i16x8.extend_high_i8x16_u (local.get $pixels)))
          (local.set $c (i32x4.add (local.get $c)
            (i32x4.mul (local.get $factor) (i32x4.extend_low_i16x8_u (local.get $half)))))
          (local.set $d (i32x4.add (local.get $d)
            (i32x4.mul (local.get $factor) (i32x4.extend_high_i16x8_u (local.get $half)))))
          (local.set $at (i32.add (local.get $at) (local.get $width)))
          (local.set $weight (i32.add (local.get $weight) (i32.const 4)))
          (br_if $tap (i32.lt_u (local.get $weight) (local.get $end))))
        (v128.store (i32.add (local.get $out) (local.get $x))
          (i8x16.narrow_i16x8_u
            (i16x8.narrow_i32x4_s
              (i32x4.shr_s (local.get $a) (i32.const 22)) (i32x4.shr_s (local.get $b) (i32.const 22)))
            (i16x8.narrow_i32x4_s
              (i32x4.shr_s (local.get $c) (i32.const 22)) (i32x4.shr_s (local.get $d) (i32.const 22)))))
        (local.set $x (i32.add (local.get $x) (i32.const 16)))
        (br_if $group (i32.lt_u (local.get $x) (local.get $width))))
      (local.set $out (i32.add (local.get $out) (local.get $width)))
      (local.set $y (i32.add (local.get $y) (i32.const 1)))
      (br_if $row (i32.lt_u (local.get $y) (local.get $height))))))
