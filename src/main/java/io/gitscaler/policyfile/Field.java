package io.gitscaler.policyfile;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.time.temporal.ChronoUnit;

/**
 * Describes one field of a policy document: the only place that does. The reader ({@link Binding}) and the JSON Schema ({@link
 * PolicySchema}) both go by it.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.FIELD})
@interface Field {
  /** What the field means, for people. */
  String value();

  boolean required() default false;

  /** The default, spelled as in a file; empty where there is none or where it depends on other fields. */
  String standard() default "";

  /** The only text that is allowed; empty where there are others. */
  String constant() default "";

  /** The smallest number, or duration in {@link #unit()}. */
  long min() default 0;

  /** The largest number, or duration in {@link #unit()}. */
  long max() default Integer.MAX_VALUE;

  /** The smallest number of items of a list. */
  int minItems() default 0;

  Form form() default Form.ANY;

  /** The unit of a bare number in a duration. */
  ChronoUnit unit() default ChronoUnit.SECONDS;

  /** Whether the value may be a secret, so that no message shows it. */
  boolean secret() default false;
}
