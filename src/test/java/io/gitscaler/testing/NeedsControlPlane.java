package io.gitscaler.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips a test, with a sentence that says what to do, where no control plane is at hand. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ExtendWith(NeedsControlPlane.Condition.class)
public @interface NeedsControlPlane {
  /** Looks at the environment only; nothing is started. */
  final class Condition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      return ControlPlane.available()
          ? ConditionEvaluationResult.enabled("a control plane is at hand")
          : ConditionEvaluationResult.disabled(
              "needs a control plane: set "
                  + ControlPlane.ASSETS
                  + " to a folder with etcd, kube-apiserver and kube-controller-manager");
    }
  }
}
